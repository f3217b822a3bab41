using AutoValley.Telemetry;

namespace AutoValley.Server.Query.Search.Spans;

/// <summary>Where all of several hold. Each is asked only from where the others hold, and so skips what they rule out.</summary>
internal sealed class AllOfSpans(IReadOnlyList<ISpanStream> parts) : ISpanStream
{
    private TimeRange? found;
    private bool isAtEnd;

    public async ValueTask<TimeRange?> NextAsync(long from)
    {
        // Kept, because the parts may not be asked for an earlier time than before.
        if (found is { } kept && kept.To > from)
            return kept with { From = Math.Max(kept.From, from) };
        found = isAtEnd ? null : await FindAsync(from);
        isAtEnd = found is null;
        return found;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in parts)
            await part.DisposeAsync();
    }

    private async ValueTask<TimeRange?> FindAsync(long from)
    {
        var (start, end) = (from, long.MaxValue);
        // Round and round until all agree on a start.
        for (int agreed = 0, part = 0; agreed < parts.Count; part = (part + 1) % parts.Count)
        {
            if (await parts[part].NextAsync(start) is not { } span)
                return null;
            (start, end, agreed) = span.From > start
                ? (span.From, span.To, 1)
                : (start, Math.Min(end, span.To), agreed + 1);
        }
        return new TimeRange(start, end);
    }
}
