using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources;

/// <summary>Where sources put samples. Safe for concurrent use; a full sink makes the writer wait.</summary>
public interface ISampleSink
{
    /// <summary>
    /// Declares signals that always come together at one time (those of one CAN message) and so share their time stamps.
    /// The same signal declared again, by the same or another group, is the same signal.
    /// </summary>
    /// <exception cref="ArgumentException">A name is unusable, or was declared with another type or unit.</exception>
    SignalGroup Declare(IReadOnlyList<SignalSpec> signals);

    /// <summary>Adds one sample of each signal of the group.</summary>
    /// <param name="group">From <see cref="Declare"/>.</param>
    /// <param name="time">Event time, Unix nanoseconds.</param>
    /// <param name="values">One a signal, in the group's order; copied before the task completes.</param>
    /// <param name="cancellation">Stops waiting.</param>
    ValueTask WriteAsync(SignalGroup group, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation);
}
