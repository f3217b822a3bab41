using System.Globalization;

namespace AutoValley.Edge.Commands;

/// <summary>Tells every second how far a replay is, and ends one that does not get on.</summary>
internal sealed class ReplayProgress(Agent agent, CommandHost host, TimeSpan? patience)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly long start = host.Clock.GetTimestamp();
    private long lastProgress = host.Clock.GetTimestamp();
    private long lastDurable;

    /// <summary>Watches until the agent has ended; cancels it when it made no progress for too long.</summary>
    public async Task WatchAsync(Task running, CancellationTokenSource giveUp)
    {
        using var timer = new PeriodicTimer(Interval, host.Clock);
        while (await Task.WhenAny(running, timer.WaitForNextTickAsync(CancellationToken.None).AsTask()) != running)
        {
            var status = agent.Status;
            await WriteAsync(Line(status));
            if (IsStuck(status) && !giveUp.IsCancellationRequested)
                await giveUp.CancelAsync();
        }
        if (host.ErrorIsTerminal)
            await WriteAsync("");
    }

    private string Line(AgentStatus status)
    {
        var seconds = host.Clock.GetElapsedTime(start).TotalSeconds;
        var connection = status.Connected ? "connected" : $"not connected: {status.LastError ?? "trying"}";
        var dropped = status.SamplesDropped.Total > 0 ? string.Create(CultureInfo.InvariantCulture, $", {status.SamplesDropped.Total} dropped") : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{seconds:F0} s: {status.SamplesRead} samples read, {status.SamplesDurable} durable{dropped}; spool {status.SpoolBatches} batches, {status.SpoolBytes / 1024} KiB; {connection}");
    }

    private bool IsStuck(AgentStatus status)
    {
        var durable = status.SamplesDurable + status.BacklogSamplesDurable;
        if (durable != lastDurable || status.SpoolBatches == 0)
            (lastDurable, lastProgress) = (durable, host.Clock.GetTimestamp());
        return patience is { } limit && host.Clock.GetElapsedTime(lastProgress) >= limit;
    }

    private async Task WriteAsync(string line) => await host.Error.WriteAsync(host.ErrorIsTerminal ? $"\r{line}\e[K" : line + "\n");
}
