using System.Text.Json;
using AutoValley.Telemetry;
using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Storage.Influx;

/// <summary>The rows of an answer, a page a statement and part.</summary>
/// <param name="types">Of the values, a statement.</param>
internal sealed class PartPages(IReadOnlyList<SignalType> types) : IInfluxRows
{
    private readonly List<PartPage> pages = [];

    /// <summary>In the order of the answer; each has a row or more.</summary>
    public IEnumerable<PartPage> Pages => pages.Where(page => page.Column.Count > 0);

    public void BeginSeries(int statement, IReadOnlyDictionary<string, string> tags)
    {
        var part = (tags.GetValueOrDefault(TelemetryLines.Session, ""), tags.GetValueOrDefault(TelemetryLines.Part, ""));
        if (pages.Count == 0 || pages[^1].Statement != statement || pages[^1].Part != part)
            pages.Add(new PartPage(statement, part, PageColumn.Of(types[statement])));
    }

    public void Value(int column, ref Utf8JsonReader value) => pages[^1].Column.Value(column, ref value);

    public void EndRow() => pages[^1].Column.EndRow();

    public bool IsEnough => types.Count == 1 && pages.Count == 1 && pages[0].Column.IsFull;
}

/// <summary>Rows of one part.</summary>
/// <param name="Statement">Which statement asked for them.</param>
/// <param name="Part">Its tags; empty where the statement did not group.</param>
/// <param name="Column">The rows.</param>
internal sealed record PartPage(int Statement, (string Session, string Part) Part, PageColumn Column);
