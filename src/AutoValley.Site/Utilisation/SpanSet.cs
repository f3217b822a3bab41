namespace AutoValley.Site.Utilisation;

/// <summary>Instants as spans in order that neither touch nor overlap. Immutable.</summary>
internal sealed class SpanSet
{
    private readonly Span[] spans;

    private SpanSet(Span[] spans) => this.spans = spans;

    public IReadOnlyList<Span> Spans => spans;

    /// <summary>Nanoseconds.</summary>
    public long Length => spans.Sum(span => span.Length);

    /// <summary>All that at least one of the spans has.</summary>
    public static SpanSet Union(IEnumerable<Span> spans)
    {
        var union = new List<Span>();
        foreach (var span in spans.Where(span => span.Length > 0).OrderBy(span => span.From))
        {
            if (union.Count > 0 && span.From <= union[^1].To)
                union[^1] = union[^1] with { To = Math.Max(union[^1].To, span.To) };
            else
                union.Add(span);
        }
        return new SpanSet([.. union]);
    }

    /// <summary>The parts of a span that are in the set.</summary>
    public IEnumerable<Span> Within(Span span)
    {
        for (var i = FirstEndingAfter(span.From); i < spans.Length && spans[i].From < span.To; i++)
            yield return spans[i].And(span);
    }

    /// <summary>The parts of a span that are not.</summary>
    public IEnumerable<Span> Without(Span span)
    {
        var from = span.From;
        foreach (var within in Within(span))
        {
            if (from < within.From)
                yield return new Span(from, within.From);
            from = within.To;
        }
        if (from < span.To)
            yield return span with { From = from };
    }

    private int FirstEndingAfter(long time)
    {
        var (low, high) = (0, spans.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (spans[middle].To <= time)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
