namespace AutoValley.Edge.Sources.Mapping.Vss;

/// <summary>How many letters two words are apart (Levenshtein 1966), to name what somebody meant.</summary>
internal static class EditDistance
{
    /// <summary>The nearest word, capitals aside; null when none is near enough to be meant: more than a quarter of its letters differ, or its only one.</summary>
    public static string? Nearest(string word, IEnumerable<string> words)
    {
        var (nearest, least) = ((string?)null, Math.Min(Math.Max(1, word.Length / 4) + 1, word.Length));
        foreach (var candidate in words)
        {
            // Words that differ so much in length cannot be nearer.
            if (Math.Abs(candidate.Length - word.Length) < least && Between(word, candidate) is var distance && distance < least)
                (nearest, least) = (candidate, distance);
        }
        return nearest;
    }

    /// <summary>Letters to insert, delete or replace, capitals aside.</summary>
    public static int Between(string first, string second)
    {
        var row = Enumerable.Range(0, second.Length + 1).ToArray();
        for (var i = 1; i <= first.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= second.Length; j++)
            {
                var cost = char.ToUpperInvariant(first[i - 1]) == char.ToUpperInvariant(second[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + cost));
            }
        }
        return row[^1];
    }
}
