using AutoValley.Server.Refusals;
using AutoValley.Server.Site;
using AutoValley.Server.Site.Alarms;
using AutoValley.Site.Alarms;
using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;
using TimeSpan = System.TimeSpan;

namespace AutoValley.Server.Services;

/// <summary>
/// Alarms, live: all open ones, then changes, and a heartbeat whenever nothing came for a while. A watcher has no queue: it remembers the version it has, and reads what
/// came after it when it is ready to.
/// </summary>
internal sealed class AlarmWatch(SiteAlarms alarms, SiteOptions options, EndlessCalls endless, TimeProvider clock)
{
    public Task WatchAsync(WatchAlarmsRequest request, IServerStreamWriter<WatchAlarmsResponse> responses, ServerCallContext context)
    {
        var organisation = request.Organisation.Length > 0 ? request.Organisation : null;
        var heartbeat = WatchPace.Heartbeat(request.HeartbeatMillis);
        return endless.RunAsync(context, responses, (writer, ending) => WatchAsync(organisation, heartbeat, writer, ending));
    }

    private async Task WatchAsync(string? organisation, TimeSpan heartbeat, IServerStreamWriter<WatchAlarmsResponse> responses, CancellationToken ending)
    {
        if (!alarms.TryEnter(options.MaximumWatchers))
            throw Refusal.OverLimit("Site:MaximumWatchers", "too many watch the alarms");
        try
        {
            await SendAsync(organisation, heartbeat, responses, ending);
        }
        finally
        {
            alarms.Leave();
        }
    }

    private async Task SendAsync(string? organisation, TimeSpan heartbeat, IServerStreamWriter<WatchAlarmsResponse> responses, CancellationToken ending)
    {
        // What was read, and what the reader has: a view leaves changes out.
        var (read, has, sentAt) = (-1L, 0L, clock.GetTimestamp());
        while (true)
        {
            var next = alarms.Next;
            var news = alarms.After(read);
            var isFirst = read < 0;
            read = news.Version;
            foreach (var response in Responses(news, organisation, has, fellBehind: !isFirst))
            {
                await SendAsync(responses, response, ending);
                (has, sentAt) = ((long)response.Version, clock.GetTimestamp());
            }
            if (await HappensAsync(next, heartbeat - clock.GetElapsedTime(sentAt), ending))
                continue;
            var beat = new AlarmHeartbeat { NotRaised = organisation is null ? (uint)news.NotRaised : 0, JudgeTime = alarms.After(read).JudgedAt };
            await SendAsync(responses, new WatchAlarmsResponse { Version = (ulong)has, Heartbeat = beat }, ending);
            sentAt = clock.GetTimestamp();
        }
    }

    private static IEnumerable<WatchAlarmsResponse> Responses(AlarmNews news, string? organisation, long has, bool fellBehind)
    {
        var views = news.Alarms.Select(alarm => AlarmView.Of(alarm, organisation)).OfType<AlarmView>().Select(view => SiteAlarmProtos.Of(view, transitions: 1));
        var parts = MessageParts.Of(views).ToArray();
        if (news.IsSnapshot && parts.Length == 0)
            parts = [[]];
        for (var i = 0; i < parts.Length; i++)
        {
            var isLast = i == parts.Length - 1;
            var response = new WatchAlarmsResponse { Version = isLast || news.IsSnapshot ? (ulong)news.Version : parts[i][^1].Version };
            if (news.IsSnapshot)
                response.Snapshot = new AlarmSnapshot { FellBehind = fellBehind && i == 0, Alarms = { parts[i] }, More = !isLast };
            else
                response.Changes = new AlarmChanges { SinceVersion = (ulong)has, Alarms = { parts[i] } };
            has = (long)response.Version;
            yield return response;
        }
    }

    private Task SendAsync(IServerStreamWriter<WatchAlarmsResponse> responses, WatchAlarmsResponse response, CancellationToken ending)
    {
        response.ServerTime = UnixTime.Now(clock);
        return responses.WriteAsync(response, ending);
    }

    private async Task<bool> HappensAsync(Task change, TimeSpan within, CancellationToken ending)
    {
        try
        {
            await change.WaitAsync(within > TimeSpan.Zero ? within : TimeSpan.Zero, clock, ending);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
