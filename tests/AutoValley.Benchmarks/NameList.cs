namespace AutoValley.Benchmarks;

/// <summary>Lists of names on the command line: <c>all</c>, or some with commas between.</summary>
internal static class NameList
{
    /// <summary>Reads one.</summary>
    /// <exception cref="BenchmarkException">A name is none of those known.</exception>
    public static IReadOnlyList<string> Parse(string list, string what, IReadOnlyList<string> known)
    {
        if (list == "all")
            return known;
        var names = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.FirstOrDefault(name => !known.Contains(name)) is { } unknown
            ? throw new BenchmarkException($"no {what} '{unknown}': there are all, {string.Join(", ", known)}")
            : names;
    }
}
