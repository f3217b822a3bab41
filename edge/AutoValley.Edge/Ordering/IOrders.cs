using AutoValley.Telemetry.Batches;

namespace AutoValley.Edge.Ordering;

/// <summary>What a session does when it is told to.</summary>
internal interface IOrders
{
    /// <summary>Starts or stops a run at this time, as if the vehicle had done so by itself.</summary>
    void Run(RunAction action, string name);

    /// <summary>Makes batches of the archive wait for the server once more: those with a sample in the range.</summary>
    /// <param name="from">Event time, Unix nanoseconds, inclusive.</param>
    /// <param name="to">Event time, exclusive.</param>
    /// <returns>How many.</returns>
    /// <exception cref="NotSupportedException">There is no archive; the message says what to do.</exception>
    long Resend(long from, long to);
}
