using System.Globalization;
using AutoValley.Benchmarks.Reports;

namespace AutoValley.Benchmarks.Query;

/// <summary>Answers by question and store, in the order they were first asked.</summary>
internal sealed class QueryTable
{
    private readonly List<(string Question, string Store, Measured Measured)> rows = [];

    /// <summary>The measurements of a store for a question.</summary>
    public Measured Of(string question, string store)
    {
        var row = rows.Find(row => row.Question == question && row.Store == store);
        if (row.Measured is { } known)
            return known;
        rows.Add((question, store, new Measured()));
        return rows[^1].Measured;
    }

    /// <summary>Stores that gave wrong answers, in words.</summary>
    public IEnumerable<string> Wrong => rows.Where(row => row.Measured.Wrong > 0).Select(
        row => $"{row.Store}: {row.Measured.Wrong} of {row.Measured.Count} answers are wrong ({row.Measured.FirstFault}): {row.Question}");

    /// <summary>A row a question and store; each beside the first store of its question.</summary>
    public ReportTable ToTable(string title)
    {
        var table = new ReportTable(title, "question", "store", "asked", "first ms", "p50 ms", "p99 ms", "p50, first = 1", "CPU ms", "equal");
        foreach (var (question, store, measured) in rows)
        {
            var first = rows.First(row => row.Question == question).Measured;
            table.Add(
                question,
                store,
                Text($"{measured.Count}"),
                measured.First is { } uncounted ? Text($"{uncounted.TotalMilliseconds:N2}") : "",
                Text($"{measured.Quantile(0.5).TotalMilliseconds:N2}"),
                Text($"{measured.Quantile(0.99).TotalMilliseconds:N2}"),
                Text($"{measured.Quantile(0.5) / first.Quantile(0.5):N1}"),
                Text($"{measured.MeanCpu.TotalMilliseconds:N1}"),
                measured.Wrong == 0 ? "yes" : "NO");
        }
        return table;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
