using System.Text;
using Marketplace.Api.Admission;
using Marketplace.Api.Files;
using Marketplace.Api.Http;
using Marketplace.Contracts.Files;
using Marketplace.Contracts.Imports;
using Marketplace.Domain;
using Marketplace.Domain.Imports;
using SpreadCheetah;

namespace Marketplace.Api.Imports;

/// <summary>What goes out, piece by piece as it is read: the host never holds an export whole.</summary>
internal static class ExportRoutes
{
    private const int FilesAtOnce = 200;

    public static async Task Whole(Exchange x)
    {
        var app = Target(x);
        var head = app.Refusal is { } unfit ? unfit : await Exports(x).Whole(x.Caller, app.Must());
        if (head.Refusal is { } no)
        {
            await Problems.Write(x.Http, x.Caller.Culture, no);
            return;
        }
        Begin(x, "application/zip", $"{Keys.Name(app.Must())}.zip");
        await using var zip = new ExportZip(x.Http.Response.Body, x.Cancel);
        await zip.Add("export.json", ExportZip.Identity(head.Must()));
        foreach (var entity in head.Must().Entities)
        {
            await using var entry = zip.Open($"entities/{entity}.ndjson");
            for (var after = ""; ;)
            {
                var lines = (await Exports(x).Lines(x.Caller, app.Must(), entity, after)).Must();
                await entry.Write(lines.Lines);
                if ((after = lines.Next).Length == 0) break;
            }
        }
        await Files(x, app.Must(), zip);
        await zip.Add("settings.json", head.Must().Settings);
        await zip.Seal();
    }

    public static async Task Table(Exchange x)
    {
        var (app, entity, format) = (Target(x), x.Route("entity"), x.Query("format"));
        var first = app.Refusal is { } unfit ? unfit
            : format is not ("csv" or "xlsx") ? Commands.Invalid("?format", "choice", "csv or xlsx")
            : await Exports(x).Table(x.Caller, app.Must(), entity, "");
        if (first.Refusal is { } no)
        {
            await Problems.Write(x.Http, x.Caller.Culture, no);
            return;
        }
        var isCsv = format == "csv";
        Begin(x, isCsv ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", $"{entity}.{format}");
        await using var output = new Outbound(x.Http.Response.Body, x.Cancel);
        if (isCsv) await Csv(x, output, app.Must(), entity, first.Must());
        else await Xlsx(x, output, app.Must(), entity, first.Must());
    }

    private static async Task Csv(Exchange x, Outbound output, string app, string entity, ExportTable table)
    {
        var text = new StringBuilder("\uFEFF");
        SheetText.Line(text, table.Header);
        while (true)
        {
            foreach (var row in table.Rows) SheetText.Line(text, row);
            output.Write(Encoding.UTF8.GetBytes(text.ToString()));
            await output.Send();
            if (table.Next.Length == 0) return;
            text.Clear();
            table = (await Exports(x).Table(x.Caller, app, entity, table.Next)).Must();
        }
    }

    private static async Task Xlsx(Exchange x, Outbound output, string app, string entity, ExportTable table)
    {
        await using var workbook = await Spreadsheet.CreateNewAsync(output, cancellationToken: x.Cancel);
        await workbook.StartWorksheetAsync(entity, token: x.Cancel);
        await workbook.AddRowAsync(table.Header.Select(static name => new Cell(SheetText.Xml(name))).ToArray(), x.Cancel);
        while (true)
        {
            foreach (var row in table.Rows) await workbook.AddRowAsync(row.Select((text, i) => SheetCells.Of(text, table.Numeric[i])).ToArray(), x.Cancel);
            await output.Send();
            if (table.Next.Length == 0) break;
            table = (await Exports(x).Table(x.Caller, app, entity, table.Next)).Must();
        }
        await workbook.FinishAsync(x.Cancel);
        await output.Send();
    }

    private static async Task Files(Exchange x, string app, ExportZip zip)
    {
        var files = x.Grains.GetGrain<IFilesGrain>(Keys.Files(x.Caller.Tenant));
        List<(string Id, string Sha256)> all = [];
        await using (var entry = zip.Open("files.ndjson"))
            for (var after = ""; ;)
            {
                var page = (await files.List(x.Caller, app, after, FilesAtOnce)).Must();
                all.AddRange(page.Files.Select(static f => (f.Id, f.Sha256)));
                await entry.Write(ExportZip.Lines(page.Files));
                if ((after = page.Next).Length == 0) break;
            }
        foreach (var (id, digest) in all.DistinctBy(static f => f.Sha256).OrderBy(static f => f.Sha256, StringComparer.Ordinal))
            // One that was forgotten since the list was read is in no record either.
            if (await files.Read(x.Caller, app, id) is { Ok: true } file) await zip.Add($"files/{digest}", file.Must().Bytes.Value);
    }

    private static void Begin(Exchange x, string type, string name)
    {
        Downloads.Begin(x, type, name);
        // From here on it waits for the reader, who holds a connection and not a place.
        x.Http.Features.Get<Pass>()?.GiveBack();
    }

    private static Answer<string> Target(Exchange x) => x.FirmNeeded is { } no ? no : x.App is { } app ? app : Exchange.Nothing("install");

    private static IExportsGrain Exports(Exchange x) => x.Grains.GetGrain<IExportsGrain>(Keys.Exports(x.Caller.Tenant));
}
