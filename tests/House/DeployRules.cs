using System.Text.RegularExpressions;
using Marketplace.Host;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Marketplace.Tests.House;

/// <summary>What <c>deploy/</c> says fits the program: names and values of settings, ports, probes, secrets, rights. It shows that the files
/// agree with the program and with each other; that they run is for an engine to show.</summary>
public sealed partial class DeployRules
{
    private const int Ending = 40;
    private static readonly string Compose = Text("deploy/compose.yaml"), Proxy = Text("deploy/nginx.conf"), Hosts = Text("deploy/kubernetes/host.yaml"),
        Edge = Text("deploy/kubernetes/edge.yaml"), Network = Text("deploy/kubernetes/network.yaml"), Image = Text("deploy/Dockerfile");

    [Fact]
    public void Compose_fits() => None.Broke("deploy/compose.yaml", ComposeFaults(Compose, Proxy));

    [Fact]
    public void Kubernetes_fits() => None.Broke("deploy/kubernetes", ClusterFaults(Hosts, Edge, Network));

    [Fact]
    public void Every_manifest_is_named_and_every_named_one_is_there()
    {
        var named = Yaml.Read(Text("deploy/kubernetes/kustomization.yaml"))[0]["resources"].Items.Select(static item => item.Text).Order();
        var there = Directory.GetFiles(Path.Combine(Repository.Root, "deploy/kubernetes"), "*.yaml").Select(Path.GetFileName).Where(static name => name != "kustomization.yaml").Order();
        Assert.Equal(there, named);
    }

    [Fact]
    public void The_image_does_not_run_as_root_and_listens_where_it_says()
    {
        Assert.Matches("(?m)^USER \\$APP_UID$", Image);
        Assert.Contains("ASPNETCORE_URLS=http://+:8080", Image, StringComparison.Ordinal);
        Assert.Contains("Marketplace__Data=/data", Image, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> Faults => new()
    {
        { "compose", "Marketplace__MasterKey:", "Marketplace__Masterkey:" },
        { "compose", "Marketplace__Store: postgres", "Marketplace__Store: postgresql" },
        { "compose", "read_only: true\n  tmpfs: [/tmp]\n  cap_drop", "tmpfs: [/tmp]\n  cap_drop" },
        { "compose", "stop_grace_period: 90s", "stop_grace_period: 10s" },
        { "compose", "secrets: [pgpass, master.key]", "secrets: [pgpass]" },
        { "compose", "restart: always\n  stop", "stop" },
        { "proxy", "server host-2:8080", "server host-3:8080" },
        { "hosts", "name: Marketplace__Drain, value: \"10\"", "name: Marketplace__Drain, value: \"60\"" },
        { "hosts", "name: Marketplace__Drain", "name: Marketplace__DrainSeconds" },
        { "hosts", "path: /health/ready", "path: /ready" },
        { "hosts", "runAsNonRoot: true", "runAsNonRoot: false" },
        { "hosts", "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false" },
        { "hosts", "maxUnavailable: 1\n  selector:\n    matchLabels: { app: marketplace-host }", "maxUnavailable: 1\n  selector:\n    matchLabels: { app: host }" },
        { "edge", "targetPort: http", "targetPort: web" },
        { "network", "port: 11111", "port: 11112" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Catches(string file, string right, string wrong)
    {
        string Changed(string name, string text) => name == file ? text.Replace(right, wrong, StringComparison.Ordinal) : text;
        Assert.Contains(right, file switch { "compose" => Compose, "proxy" => Proxy, "hosts" => Hosts, "edge" => Edge, _ => Network }, StringComparison.Ordinal);
        Assert.NotEmpty(file is "compose" or "proxy"
            ? ComposeFaults(Changed("compose", Compose), Changed("proxy", Proxy))
            : ClusterFaults(Changed("hosts", Hosts), Changed("edge", Edge), Changed("network", Network)));
    }

    private static List<string> ComposeFaults(string compose, string proxy)
    {
        var root = Yaml.Read(compose)[0];
        var faults = new List<string>();
        var secrets = root["secrets"].Pairs.Select(static pair => pair.Key).ToList();
        var hosts = root["services"].Pairs.Where(static service => service.Value["environment"].Pairs.Any(static pair => pair.Key.StartsWith("Marketplace__", StringComparison.Ordinal))).ToList();
        if (hosts.Count < 2) faults.Add("fewer than two hosts");
        foreach (var (name, host) in hosts)
        {
            var settings = host["environment"].Pairs.ToDictionary(static pair => pair.Key, static pair => pair.Value.Text, StringComparer.Ordinal);
            faults.AddRange(SettingFaults(settings, Seconds(host["stop_grace_period"].Text)));
            foreach (var file in SecretFiles(settings))
                if (!host["secrets"].Items.Any(secret => file == "/run/secrets/" + secret.Text)) faults.Add($"{name}: {file} is not given");
            if (host["read_only"].Text != "true") faults.Add($"{name}: its file system can be written");
            if (host["restart"].Text != "always") faults.Add($"{name}: it does not come back");
            if (!host["cap_drop"].Items.Any(static right => right.Text == "ALL")) faults.Add($"{name}: it keeps rights");
            if (!host["volumes"].Items.Any(static volume => volume.Text.EndsWith(":/data", StringComparison.Ordinal))) faults.Add($"{name}: nowhere to write");
            foreach (var port in new[] { "8080", settings.GetValueOrDefault("Marketplace__MqttPort", "") })
                if (!proxy.Contains($"server {name}:{port} ", StringComparison.Ordinal)) faults.Add($"the proxy does not know {name}:{port}");
        }
        faults.AddRange(Upstream().Matches(proxy).Select(static match => match.Groups[1].Value).Where(name => hosts.All(host => host.Key != name)).Select(static name => $"the proxy knows {name}"));
        faults.AddRange(root["services"].Pairs.SelectMany(static service => service.Value["secrets"].Items).Select(static secret => secret.Text).Where(name => !secrets.Contains(name)).Select(static name => $"no secret {name}"));
        return faults;
    }

    private static List<string> ClusterFaults(string hosts, string edge, string network)
    {
        var (set, budget) = (Yaml.Read(hosts)[0], Yaml.Read(hosts)[1]);
        var pod = set["spec", "template", "spec"];
        var host = pod["containers"].Items.First();
        var settings = host["env"].Items.ToDictionary(static item => item["name"].Text, static item => item["value"].Text, StringComparer.Ordinal);
        var faults = SettingFaults(settings, pod["terminationGracePeriodSeconds"].Number);
        var labels = Labels(set["spec", "template", "metadata", "labels"]);
        void Must(bool holds, string otherwise)
        {
            if (!holds) faults.Add(otherwise);
        }

        Must(Labels(set["spec", "selector", "matchLabels"]) == labels, "the set selects other pods");
        Must(Labels(budget["spec", "selector", "matchLabels"]) == labels && budget["kind"].Text == "PodDisruptionBudget", "the budget is for other pods");
        Must(pod["securityContext", "runAsNonRoot"].Text == "true", "it may be root");
        Must(host["securityContext", "readOnlyRootFilesystem"].Text == "true", "its file system can be written");
        Must(host["securityContext", "allowPrivilegeEscalation"].Text == "false", "it may gain rights");
        Must(host["readinessProbe", "httpGet", "path"].Text == "/health/ready" && host["livenessProbe", "httpGet", "path"].Text == "/health/live", "the probes ask elsewhere");
        Must(host["resources", "requests", "memory"].Text.Length > 0 && host["resources", "limits", "memory"].Text.Length > 0, "no bounds");
        Must(host["volumeMounts"].Items.Any(static mount => mount["mountPath"].Text == "/data"), "nowhere to write");
        var secret = pod["volumes"].Items.Single(static volume => volume["name"].Text == "secrets")["secret", "items"].Items.Select(static item => item["path"].Text).ToList();
        foreach (var file in SecretFiles(settings)) Must(secret.Contains(Path.GetFileName(file)), $"{file} is not given");
        var ports = host["ports"].Items.ToDictionary(static port => port["name"].Text, static port => port["containerPort"].Text, StringComparer.Ordinal);
        foreach (var (name, setting) in new[] { ("mqtt", "MqttPort"), ("silo", "SiloPort"), ("gateway", "GatewayPort") })
            Must(ports.GetValueOrDefault(name) == settings.GetValueOrDefault("Marketplace__" + setting), $"the port {name} is not {setting}");
        foreach (var service in Yaml.Read(edge).Where(static one => one["kind"].Text == "Service"))
        {
            Must(Labels(service["spec", "selector"]) == labels, $"the service {service["metadata", "name"].Text} is for other pods");
            foreach (var port in service["spec", "ports"].Items) Must(ports.ContainsKey(port["targetPort"].Text), $"no port {port["targetPort"].Text}");
        }
        var open = Yaml.Read(network)[0]["spec", "ingress"].Items.SelectMany(static rule => rule["ports"].Items).Select(static port => port["port"].Text).Order();
        Must(open.SequenceEqual(ports.Values.Order()), "the network opens other ports");
        return faults;
    }

    /// <summary>The host's own reader must know each name and take each value, and have time to leave.</summary>
    private static List<string> SettingFaults(Dictionary<string, string> settings, int grace)
    {
        var faults = settings.Keys.Where(static name => name.StartsWith("Marketplace__", StringComparison.Ordinal)).Where(name => !Known.Contains(name[13..])).Select(static name => $"no setting {name}").ToList();
        try
        {
            var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static pair => KeyValuePair.Create(pair.Key.Replace("__", ":"), (string?)pair.Value))).Build();
            var read = HostSettings.Read(configuration, new Production());
            if (grace <= read.Drain.TotalSeconds + Ending) faults.Add($"{grace} s are not enough to leave");
            if (read.Store != "postgres" || !read.MasterKeyGiven) faults.Add("several hosts need PostgreSQL and one master key");
        }
        catch (InvalidOperationException wrong)
        {
            faults.Add(wrong.Message);
        }
        return faults;
    }

    private static readonly HashSet<string> Known = [.. Setting().Matches(Text("src/Marketplace.Host/HostSettings.cs")).Select(static match => match.Groups[1].Value)];

    private static IEnumerable<string> SecretFiles(Dictionary<string, string> settings) =>
        settings.Values.SelectMany(static value => SecretFile().Matches(value).Select(static match => match.Value));

    private static string Labels(Yaml labels) => string.Join(',', labels.Pairs.Select(static pair => $"{pair.Key}={pair.Value.Text}").Order());

    private static int Seconds(string text) => int.TryParse(text.TrimEnd('s'), System.Globalization.CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;

    private static string Text(string path) => Repository.Read(path).ReplaceLineEndings("\n");

    [GeneratedRegex("section(?:\\[|, )\"([A-Za-z]+)\"")]
    private static partial Regex Setting();

    [GeneratedRegex("/run/secrets/[A-Za-z0-9./-]+")]
    private static partial Regex SecretFile();

    [GeneratedRegex("server ([a-z0-9-]+):[0-9]+ ")]
    private static partial Regex Upstream();

    private sealed class Production : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Production;
        public string ApplicationName { get; set; } = "marketplace";
        public string ContentRootPath { get; set; } = "/";
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
