using System.Buffers;

namespace AutoValley.Telemetry;

/// <summary>The one alphabet of names that people choose: organisations, vehicles, signals, runs.</summary>
public static class Names
{
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>Whether <paramref name="name"/> is 1 to <paramref name="maximumLength"/> characters of A-Z a-z 0-9 . _ -</summary>
    public static bool IsName(ReadOnlySpan<char> name, int maximumLength) =>
        name.Length > 0 && name.Length <= maximumLength && !name.ContainsAnyExcept(Alphabet);
}
