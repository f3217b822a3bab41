using AutoValley.Server.Refusals;
using AutoValley.Server.Site;
using AutoValley.Server.Site.Watching;
using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;
using TimeSpan = System.TimeSpan;

namespace AutoValley.Server.Services;

/// <summary>Who is where, live: all there is, then changes, and a heartbeat whenever nothing came for a while.</summary>
internal sealed class OccupancyAnswers(OccupancyBoard board, SiteRoom room, EndlessCalls endless, TimeProvider clock)
{
    public Task WatchAsync(WatchOccupancyRequest request, IServerStreamWriter<WatchOccupancyResponse> responses, ServerCallContext context)
    {
        var (heartbeat, every) = (WatchPace.Heartbeat(request.HeartbeatMillis), WatchPace.Every(request.EveryMillis));
        return endless.RunAsync(context, responses, (writer, ending) => WatchAsync(new OccupancyView(request.Organisation), (heartbeat, every), writer, ending));
    }

    private async Task WatchAsync(
        OccupancyView view, (TimeSpan Heartbeat, TimeSpan Every) pace, IServerStreamWriter<WatchOccupancyResponse> responses, CancellationToken ending)
    {
        using var watch = board.Watch() ?? throw Refusal.OverLimit("Site:MaximumWatchers", "too many watch the occupancy");
        var (lastVersion, lastSent, lastNews) = (0ul, clock.GetTimestamp(), (long?)null);
        while (true)
        {
            var untilNews = lastNews is { } sent ? pace.Every - clock.GetElapsedTime(sent) : TimeSpan.Zero;
            var told = untilNews <= TimeSpan.Zero && watch.Take() is { } news ? view.Of(news) : [];
            var untilHeartbeat = pace.Heartbeat - clock.GetElapsedTime(lastSent);
            if (told.Count == 0 && untilHeartbeat <= TimeSpan.Zero)
                told = [new WatchOccupancyResponse { Version = lastVersion, Heartbeat = new OccupancyHeartbeat() }];
            if (told.Count == 0)
            {
                await (untilNews > TimeSpan.Zero ? PauseAsync(untilNews < untilHeartbeat ? untilNews : untilHeartbeat, ending) : WaitAsync(watch, untilHeartbeat, ending));
                continue;
            }
            foreach (var response in told)
            {
                // Of versions that had nothing for this view the next one tells nothing either.
                if (response.Changes is { } changes)
                    changes.SinceVersion = lastVersion;
                (response.ServerTime, response.LagNanos) = (UnixTime.Now(clock), (ulong)room.LagNanos);
                await responses.WriteAsync(response, ending);
                (lastVersion, lastSent) = (response.Version, clock.GetTimestamp());
            }
            if (told[0].Heartbeat is null)
                lastNews = lastSent;
        }
    }

    // Timers count whole milliseconds.
    private Task PauseAsync(TimeSpan time, CancellationToken ending) => Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds)), clock, ending);

    private async Task WaitAsync(OccupancyWatch watch, TimeSpan time, CancellationToken ending)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ending);
        using var timer = clock.CreateTimer(_ => enough.Cancel(), null, time > TimeSpan.Zero ? time : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        try
        {
            await watch.WaitAsync(enough.Token);
        }
        catch (OperationCanceledException) when (!ending.IsCancellationRequested)
        {
            // Nothing came: a heartbeat.
        }
    }
}
