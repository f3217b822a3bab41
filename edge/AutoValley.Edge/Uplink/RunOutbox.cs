using System.Collections.Concurrent;
using AutoValley.Mqtt;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Uplink;

/// <summary>Starts and stops of runs that the server has not taken yet, in order. Kept in memory: a run belongs to the agent's life.</summary>
internal sealed class RunOutbox(UplinkOptions options, ILogger logger)
{
    private readonly ConcurrentQueue<RunCommand> waiting = new();
    private readonly BackOff backOff = new(options.FirstRetry, options.LongestRetry, options.Random);
    private TimeSpan notBefore;

    public bool IsEmpty => waiting.IsEmpty;

    public void Add(RunCommand command) => waiting.Enqueue(command);

    /// <summary>When the next one may be tried again; null when none waits.</summary>
    public TimeSpan? NextDue(TimeSpan now) => waiting.IsEmpty ? null : notBefore - now;

    /// <summary>Publishes the oldest; false when there is none or it is to be tried later.</summary>
    /// <exception cref="IOException">The connection was lost; it stays.</exception>
    public async Task<bool> TrySendAsync(IUplinkConnection connection, TimeSpan now, CancellationToken cancellation)
    {
        if (now < notBefore || !waiting.TryPeek(out var command))
            return false;
        var answer = await connection.PublishAsync(TopicKind.Run, RunCommandCodec.Write(command), retain: false, cancellation);
        if (answer.Outcome == PublishOutcome.Later)
        {
            notBefore = now + backOff.Next();
            return false;
        }
        if (answer.Outcome == PublishOutcome.Refused)
            logger.RunRefused(command.Action.ToString(), command.Name, answer.Reason);
        backOff.Reset();
        return waiting.TryDequeue(out _);
    }
}
