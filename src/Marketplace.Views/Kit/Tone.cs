namespace Marketplace.Views.Kit;

/// <summary>What a colour says. Never alone: a word or a picture stands beside it.</summary>
public enum Tone { Plain, Green, Amber, Red, Accent }

/// <summary>How loud a button is; one primary on a page.</summary>
public enum Weight { Plain, Primary, Quiet, Danger }

internal static class ToneNames
{
    public static string Css(this Tone tone) => tone switch { Tone.Green => "green", Tone.Amber => "amber", Tone.Red => "red", Tone.Accent => "accent", _ => "" };

    public static string Css(this Weight weight) => weight switch { Weight.Primary => "primary", Weight.Quiet => "quiet", Weight.Danger => "danger", _ => "" };

    public static Glyph Mark(this Tone tone) => tone switch { Tone.Green => Glyph.Check, Tone.Amber => Glyph.Warning, Tone.Red => Glyph.Stop, _ => Glyph.None };
}
