using System.Globalization;

namespace AutoValley.Edge.Sources.Dbc;

/// <summary>A number of a DBC file.</summary>
/// <param name="Value">As a double.</param>
/// <param name="Integer">The same, exactly, when it is an integer of 64 bits; else null.</param>
public readonly record struct DbcNumber(double Value, long? Integer)
{
    /// <summary>Reads the text of a number; false when it is none or overflows a double.</summary>
    public static bool TryParse(string text, out DbcNumber number)
    {
        number = default;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
            return false;
        var isExact = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
            && decimal.IsInteger(exact) && exact >= long.MinValue && exact <= long.MaxValue
            && (exact != 0 || value == 0);
        number = new DbcNumber(value, isExact ? (long)exact : null);
        return true;
    }
}
