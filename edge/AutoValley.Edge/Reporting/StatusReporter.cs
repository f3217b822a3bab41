using AutoValley.Edge.Clock;
using AutoValley.Edge.Collecting;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Running;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using Google.Protobuf;
using V1 = AutoValley.V1;

namespace AutoValley.Edge.Reporting;

/// <summary>
/// Writes the agent's statuses as the topic <c>status</c> has them (agent.proto): counts as they are, rates since the status before.
/// One at a time; not safe for concurrent use.
/// </summary>
/// <param name="read">The agent's counts now.</param>
/// <param name="vehicleClock">Its quality is part of the status.</param>
/// <param name="clock">For the status's time and the rates.</param>
internal sealed class StatusReporter(Func<AgentStatus> read, Func<IVehicleClock> vehicleClock, TimeProvider clock)
{
    private readonly long start = clock.GetTimestamp();
    private Sample before = new(clock.GetTimestamp(), new AgentStatus { Session = default }, Environment.CpuUsage.TotalTime);

    /// <summary>The serialised status.</summary>
    public byte[] Next()
    {
        var now = new Sample(clock.GetTimestamp(), read(), Environment.CpuUsage.TotalTime);
        var status = new V1.AgentStatus
        {
            Version = ProgramVersion.Text,
            Session = ByteString.CopyFrom(now.Status.Session.ToByteArray()),
            Time = UnixTime.Now(clock),
            UptimeNanos = Nanos(clock.GetElapsedTime(start, now.Timestamp)),
            Uplink = UplinkOf(now),
            Spool = SpoolOf(now.Status),
            Clock = ToProto(vehicleClock().Quality),
            Cpu = Rate(now, (now.Cpu - before.Cpu).TotalSeconds),
            MemoryBytes = (ulong)Environment.WorkingSet,
        };
        status.Sources.AddRange(now.Status.Sources.Select(source => ToProto(now, source)));
        status.ClockCounts.AddRange(vehicleClock().Counts.Select(ToProto));
        foreach (var (cause, samples) in now.Status.SamplesDropped.ByCause.Where(cause => cause.Samples > 0))
            status.Dropped[cause] = (ulong)samples;
        if (now.Status.Collecting is { Version: > 0 } collecting)
            status.Collecting = ToProto(collecting);
        before = now;
        return status.ToByteArray();
    }

    private V1.AgentSource ToProto(Sample now, SourceReport source)
    {
        var earlier = before.Status.Sources.FirstOrDefault(other => other.Name == source.Name)?.Samples ?? 0;
        var proto = new V1.AgentSource
        {
            Name = source.Name,
            State = (V1.AgentSource.Types.State)(source.State + 1),
            Reason = source.Reason ?? "",
            Samples = (ulong)source.Samples,
            // One that was put in another's place begins at 0.
            SamplesPerSecond = Rate(now, Math.Max(0, source.Samples - earlier)),
        };
        if (source.Silence is { } silence)
            proto.SilenceNanos = Nanos(silence);
        proto.Counts.AddRange(source.Counts.Select(ToProto));
        return proto;
    }

    private static V1.AgentCollecting ToProto(CollectingStatus collecting)
    {
        var proto = new V1.AgentCollecting
        {
            Version = collecting.Version,
            NotCollected = (ulong)collecting.NotCollected,
            BufferLost = (ulong)collecting.BufferLost,
            BufferBytes = (ulong)collecting.BufferBytes,
        };
        proto.Schemes.AddRange(collecting.Schemes.Select(scheme => new V1.AgentScheme
        {
            Name = scheme.Name, Collects = scheme.Collects, Triggers = (ulong)scheme.Triggers, Collected = (ulong)scheme.Collected,
        }));
        return proto;
    }

    private static V1.SourceCount ToProto(SourceCount count) => new() { Name = count.Name, Count = (ulong)count.Count, IsGap = count.IsGap };

    private V1.AgentUplink UplinkOf(Sample now)
    {
        var (status, earlier) = (now.Status, before.Status);
        var isSame = status.Session == earlier.Session;
        return new V1.AgentUplink
        {
            SamplesRead = (ulong)status.SamplesRead,
            SamplesBatched = (ulong)status.SamplesPublished,
            SamplesDurable = (ulong)status.SamplesDurable,
            BacklogSamplesDurable = (ulong)status.BacklogSamplesDurable,
            BatchesPublishedPerSecond = Rate(now, status.BatchesSent - (isSame ? earlier.BatchesSent : 0)),
            BatchesDurablePerSecond = Rate(now, status.BatchesDurable - (isSame ? earlier.BatchesDurable : 0)),
            Reconnects = (uint)status.Reconnects,
            LastError = status.LastError ?? "",
        };
    }

    private static V1.AgentSpool SpoolOf(AgentStatus status) => new()
    {
        Batches = (ulong)status.SpoolBatches,
        Samples = (ulong)status.SpoolSamples,
        Bytes = (ulong)status.SpoolBytes,
        OldestAgeNanos = Nanos(status.SpoolOldestAge),
        ArchiveBytes = (ulong)status.SpoolArchiveBytes,
        Fault = status.SpoolFault ?? "",
    };

    private static V1.ClockQuality ToProto(ClockQuality quality)
    {
        var proto = new V1.ClockQuality { Source = (V1.ClockSource)quality.Source };
        if (quality.OffsetNanos is { } offset)
            proto.OffsetNanos = offset;
        if (quality.ErrorNanos is { } error)
            proto.ErrorNanos = error;
        return proto;
    }

    private double Rate(Sample now, double amount)
    {
        var seconds = clock.GetElapsedTime(before.Timestamp, now.Timestamp).TotalSeconds;
        return seconds > 0 ? amount / seconds : 0;
    }

    private static ulong Nanos(TimeSpan time) => (ulong)Math.Max(0, time.Ticks) * TimeSpan.NanosecondsPerTick;

    private readonly record struct Sample(long Timestamp, AgentStatus Status, TimeSpan Cpu);
}
