namespace AutoValley.Edge.Sources.Replay;

/// <summary>A recorded input, read one step at a time so that several can be merged by time. Not safe for concurrent use.</summary>
public interface IRecording : IDisposable
{
    /// <summary>The file.</summary>
    string Name { get; }

    /// <summary>Every signal that it may declare.</summary>
    IReadOnlyList<SignalSpec> Signals { get; }

    /// <summary>Event time of the current step, Unix nanoseconds, as recorded.</summary>
    long Time { get; }

    /// <summary>Whether its times are a receiver's, so that comparing them with the receiver's says nothing.</summary>
    bool HasReceiverTime => false;

    /// <summary>What was read, used and left out so far, in words; for the closing report.</summary>
    string Report { get; }

    /// <summary>Goes to the next step that has samples; false at the end.</summary>
    /// <exception cref="SourceException">The input is unusable.</exception>
    bool Read();

    /// <summary>Writes the samples of the current step.</summary>
    /// <param name="sink">Gets them; the same at every call.</param>
    /// <param name="time">The event time to give them.</param>
    /// <param name="cancellation">Stops waiting.</param>
    ValueTask WriteAsync(ISampleSink sink, long time, CancellationToken cancellation);
}
