namespace AutoValley.Edge.Sources.Monr;

/// <summary>Packets into samples. Never throws for what a packet holds; allocates nothing for a packet of a target that it knows.</summary>
internal sealed class MonrReceiver(MonrOptions options, MonrStatistics statistics, ISampleSink sink)
{
    private readonly Dictionary<uint, MonrTarget> targets = [];
    private readonly MonrSignals signals = new(options.Frame);

    /// <summary>Takes a packet of one message or more.</summary>
    /// <param name="packet">As it came.</param>
    /// <param name="received">When, Unix nanoseconds.</param>
    /// <param name="cancellation">Stops waiting for the sink.</param>
    public async ValueTask TakeAsync(ReadOnlyMemory<byte> packet, long received, CancellationToken cancellation)
    {
        do
        {
            var outcome = MonrMessage.Read(packet.Span, out var message, out var used);
            packet = packet[used..];
            if (outcome != MonrOutcome.Taken)
                CountUnusable(outcome);
            else if (TargetOf(message.Transmitter) is not { } target)
                statistics.Faults.Add(MonrFault.Stranger, "a message of a target that is not configured, or one more than there is room for");
            else if (TimeOf(message, received) is { } time && IsWanted(target, message, time))
                await target.WriteAsync(sink, time, message, cancellation);
        }
        while (!packet.IsEmpty);
    }

    private void CountUnusable(MonrOutcome outcome)
    {
        switch (outcome)
        {
            case MonrOutcome.OtherKind:
                statistics.IsOther();
                break;
            case MonrOutcome.UnknownVersion:
                statistics.Faults.Add(MonrFault.Version, "a message of another version of ISO 22133");
                break;
            case MonrOutcome.WrongChecksum:
                statistics.Faults.Add(MonrFault.Checksum, "a message with a wrong checksum");
                break;
            case MonrOutcome.Malformed:
                statistics.Faults.Add(MonrFault.Content, "a monitor message without its values");
                break;
            default:
                statistics.Faults.Add(MonrFault.Framing, "a packet that is no message of ISO 22133, or is cut short");
                break;
        }
    }

    private MonrTarget? TargetOf(uint transmitter)
    {
        if (targets.TryGetValue(transmitter, out var known))
            return known;
        var named = options.Targets.GetValueOrDefault(transmitter);
        if (named is null && (options.Targets.Count > 0 || targets.Count == MonrOptions.MaximumTargets))
            return null;
        return targets[transmitter] = new MonrTarget(named ?? MonrTargetOptions.Of(transmitter), signals);
    }

    private long? TimeOf(in MonrMessage message, long received)
    {
        if (GpsWeekTime.IsTime(message.QuarterMilliseconds))
            return GpsWeekTime.Nearest(message.QuarterMilliseconds, received, options.LeapSeconds);
        if (message.QuarterMilliseconds == GpsWeekTime.Unavailable)
        {
            statistics.IsUntimed();
            return received;
        }
        statistics.Faults.Add(MonrFault.Time, "a time beyond the end of the GPS week");
        return null;
    }

    private bool IsWanted(MonrTarget target, in MonrMessage message, long time)
    {
        var order = target.Sequence.Next(message.Counter, time, out var lost);
        statistics.Ordered(order, lost);
        if (order == MonrOrder.Repeated)
            return false;
        statistics.Took();
        if (MonrSignals.IsOutOfRange(message))
            statistics.Faults.Add(MonrFault.OutOfRange, "a direction, state or angle that the standard does not have");
        return true;
    }
}
