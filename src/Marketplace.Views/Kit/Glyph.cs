using MudBlazor;

namespace Marketplace.Views.Kit;

/// <summary>The pictures that pages may use, by what they mean. The drawings come from the component library and are known here alone.</summary>
public enum Glyph
{
    None, Home, Shop, Apps, Scan, Costs, Person, People, Search, Globe, Theme, Check, Warning, Stop, Pause, Play, Clock, Box, Desk, Studio,
    Chain, Truck, Bank, Insight, Camera, Copy, Download, Plus, Back, Next, Up, Down, SignOut, Shield, Dot, Badge, Brain, Key, Network, File, More, Device,
}

internal static class Glyphs
{
    public static string Path(Glyph glyph) => glyph switch
    {
        Glyph.Home => Icons.Material.Outlined.Home,
        Glyph.Shop => Icons.Material.Outlined.Storefront,
        Glyph.Apps => Icons.Material.Outlined.GridView,
        Glyph.Scan => Icons.Material.Outlined.QrCodeScanner,
        Glyph.Costs => Icons.Material.Outlined.ReceiptLong,
        Glyph.Person => Icons.Material.Outlined.Person,
        Glyph.People => Icons.Material.Outlined.Group,
        Glyph.Search => Icons.Material.Outlined.Search,
        Glyph.Globe => Icons.Material.Outlined.Language,
        Glyph.Theme => Icons.Material.Outlined.Contrast,
        Glyph.Check => Icons.Material.Outlined.CheckCircle,
        Glyph.Warning => Icons.Material.Outlined.ErrorOutline,
        Glyph.Stop => Icons.Material.Outlined.Block,
        Glyph.Pause => Icons.Material.Outlined.PauseCircle,
        Glyph.Play => Icons.Material.Outlined.PlayCircle,
        Glyph.Clock => Icons.Material.Outlined.Schedule,
        Glyph.Box => Icons.Material.Outlined.Inventory2,
        Glyph.Desk => Icons.Material.Outlined.FactCheck,
        Glyph.Studio => Icons.Material.Outlined.Terminal,
        Glyph.Chain => Icons.Material.Outlined.AccountTree,
        Glyph.Truck => Icons.Material.Outlined.LocalShipping,
        Glyph.Bank => Icons.Material.Outlined.AccountBalance,
        Glyph.Insight => Icons.Material.Outlined.QueryStats,
        Glyph.Camera => Icons.Material.Outlined.PhotoCamera,
        Glyph.Copy => Icons.Material.Outlined.ContentCopy,
        Glyph.Download => Icons.Material.Outlined.FileDownload,
        Glyph.Plus => Icons.Material.Outlined.Add,
        Glyph.Back => Icons.Material.Outlined.ArrowBack,
        Glyph.Next => Icons.Material.Outlined.ArrowForward,
        Glyph.Up => Icons.Material.Outlined.ArrowUpward,
        Glyph.Down => Icons.Material.Outlined.ArrowDownward,
        Glyph.SignOut => Icons.Material.Outlined.Logout,
        Glyph.Shield => Icons.Material.Outlined.VerifiedUser,
        Glyph.Dot => Icons.Material.Outlined.Circle,
        Glyph.Badge => Icons.Material.Outlined.Badge,
        Glyph.Brain => Icons.Material.Outlined.Hub,
        Glyph.Key => Icons.Material.Outlined.VpnKey,
        Glyph.Network => Icons.Material.Outlined.Lan,
        Glyph.File => Icons.Material.Outlined.Description,
        Glyph.More => Icons.Material.Outlined.MoreHoriz,
        Glyph.Device => Icons.Material.Outlined.PrecisionManufacturing,
        _ => "",
    };
}
