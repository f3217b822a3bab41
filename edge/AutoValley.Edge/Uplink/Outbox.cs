using System.Collections.Concurrent;
using AutoValley.Mqtt;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Uplink;

/// <summary>
/// Starts and stops of runs, and answers to commands, that the server has not taken yet, in order: a run that was started by a command is there when its
/// answer comes. Kept in memory: they belong to the agent's life.
/// </summary>
internal sealed class Outbox(UplinkOptions options, ILogger logger)
{
    /// <summary>Answers that wait, at most; one more is left out, as whoever asked has given up long before.</summary>
    public const int MaximumAnswers = 256;

    private readonly ConcurrentQueue<Entry> waiting = new();
    private readonly BackOff backOff = new(options.FirstRetry, options.LongestRetry, options.Random);
    private TimeSpan notBefore;
    private int answers;

    public bool IsEmpty => waiting.IsEmpty;

    /// <summary>Adds a start or stop, which waits as long as it has to.</summary>
    public void Add(RunCommand command) => waiting.Enqueue(new Entry(TopicKind.Run, RunCommandCodec.Write(command), command));

    /// <summary>Adds the answer to a command, which is tried once: a server that does not know answers must not hold up runs.</summary>
    public void Add(byte[] answer)
    {
        if (Interlocked.Increment(ref answers) <= MaximumAnswers)
            waiting.Enqueue(new Entry(TopicKind.Answer, answer, null));
        else
            Interlocked.Decrement(ref answers);
    }

    /// <summary>When the next one may be tried again; null when none waits.</summary>
    public TimeSpan? NextDue(TimeSpan now) => waiting.IsEmpty ? null : notBefore - now;

    /// <summary>Publishes the oldest; false when there is none or it is to be tried later.</summary>
    /// <exception cref="IOException">The connection was lost; it stays.</exception>
    public async Task<bool> TrySendAsync(IUplinkConnection connection, TimeSpan now, CancellationToken cancellation)
    {
        if (now < notBefore || !waiting.TryPeek(out var entry))
            return false;
        var answer = await connection.PublishAsync(entry.Topic, entry.Payload, retain: false, cancellation);
        if (answer.Outcome == PublishOutcome.Later && entry.Run is not null)
        {
            notBefore = now + backOff.Next();
            return false;
        }
        if (entry.Run is { } run && answer.Outcome == PublishOutcome.Refused)
            logger.RunRefused(run.Action.ToString(), run.Name, answer.Reason);
        if (entry.Run is null && answer.Outcome != PublishOutcome.Accepted)
            logger.AnswerRefused(answer.Reason);
        if (entry.Run is null)
            Interlocked.Decrement(ref answers);
        backOff.Reset();
        return waiting.TryDequeue(out _);
    }

    private sealed record Entry(TopicKind Topic, byte[] Payload, RunCommand? Run);
}
