using AutoValley.Telemetry;

namespace AutoValley.Server.Query.Search.Spans;

/// <summary>
/// The spans of time in which something holds, drawn as far as they are needed. A stream says nothing about times before the one it
/// is asked for, so that what nobody asks for is not read.
/// </summary>
internal interface ISpanStream : IAsyncDisposable
{
    /// <summary>
    /// The first span at or after <paramref name="from"/> in which it holds, cut at <paramref name="from"/>; null when there is none.
    /// It need not be the whole of a longer one: the next may begin where this one ends.
    /// </summary>
    /// <param name="from">Unix nanoseconds, never less than at the call before.</param>
    ValueTask<TimeRange?> NextAsync(long from);
}
