using AutoValley.Edge.Spool;
using AutoValley.Edge.Uplink;

namespace AutoValley.Edge.Tests.Uplink;

/// <summary>A link of so many bytes a second and a delay each way, in virtual time: what is sent queues in front of it as in a modem.</summary>
/// <param name="plan">What sends.</param>
/// <param name="bytesPerSecond">Its rate.</param>
/// <param name="delay">Each way.</param>
internal sealed class LinkSimulation(SendPlan plan, double bytesPerSecond, TimeSpan delay)
{
    // Envelope and headers of a publish on the wire.
    private const int Overhead = 100;

    private readonly Queue<(TimeSpan Due, SpooledBatch Batch)> answers = new();
    private TimeSpan free;

    /// <summary>When the next answer comes; null when nothing is under way.</summary>
    public TimeSpan? NextAnswer => answers.TryPeek(out var next) ? next.Due : null;

    /// <summary>Bytes that went over it.</summary>
    public long Bytes { get; private set; }

    /// <summary>Puts on the link whatever the plan gives.</summary>
    public void Send(TimeSpan now)
    {
        while (plan.TryTake(now, out var batch))
        {
            var size = batch.Bytes + Overhead;
            free = (free > now ? free : now) + TimeSpan.FromSeconds(size / bytesPerSecond);
            answers.Enqueue((free + (2 * delay), batch));
            Bytes += size;
        }
    }

    /// <summary>Answers that have come; each makes its batch durable.</summary>
    public IEnumerable<SpooledBatch> Answered(TimeSpan now, BatchSpool spool)
    {
        while (answers.TryPeek(out var answer) && answer.Due <= now)
        {
            answers.Dequeue();
            spool.Acknowledge(answer.Batch.Session, [new(answer.Batch.Sequence, answer.Batch.Sequence)]);
            plan.Accepted(answer.Batch, now);
            plan.Acknowledged(answer.Batch.Session, answer.Batch.Sequence);
            yield return answer.Batch;
        }
    }
}
