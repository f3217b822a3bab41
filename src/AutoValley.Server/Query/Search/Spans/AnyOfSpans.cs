using AutoValley.Telemetry;

namespace AutoValley.Server.Query.Search.Spans;

/// <summary>Where one of several holds.</summary>
internal sealed class AnyOfSpans(IReadOnlyList<ISpanStream> parts) : ISpanStream
{
    public async ValueTask<TimeRange?> NextAsync(long from)
    {
        TimeRange? first = null;
        foreach (var part in parts)
        {
            if (await part.NextAsync(from) is not { } span || span.From > first?.From)
                continue;
            if (first is not { } other || span.From < other.From || span.To > other.To)
                first = span;
            // Where one holds already the others need not be read.
            if (span.From == from)
                break;
        }
        return first;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in parts)
            await part.DisposeAsync();
    }
}
