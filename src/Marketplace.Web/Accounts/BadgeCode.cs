using QRCoder;

namespace Marketplace.Web.Accounts;

/// <summary>What a badge's QR holds: firm and badge, so that any device reads it. It proves nothing without the PIN.</summary>
internal static class BadgeCode
{
    /// <summary>Firm and badge of a scanned or typed text; the device's firm when the text names none.</summary>
    public static (string Tenant, string Badge) Read(string text, string deviceFirm)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 ? (text[..slash].Trim(), text[(slash + 1)..].Trim()) : (deviceFirm, text.Trim());
    }

    /// <summary>The QR as SVG.</summary>
    public static string Svg(string tenant, string badge)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode($"{tenant}/{badge}", QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(code);
        return svg.GetGraphic(new System.Drawing.Size(180, 180), "#0f172a", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }
}
