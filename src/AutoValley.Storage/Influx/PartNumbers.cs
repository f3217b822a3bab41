using System.Globalization;
using System.Text.Json;

namespace AutoValley.Storage.Influx;

/// <summary>The parts that <c>SHOW TAG VALUES</c> tells.</summary>
internal sealed class PartNumbers : IInfluxRows
{
    /// <summary>Their first numbers.</summary>
    public List<ulong> Found { get; } = [];

    public void Value(int column, ref Utf8JsonReader value)
    {
        if (column == 1 && ulong.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var part))
            Found.Add(part);
    }
}
