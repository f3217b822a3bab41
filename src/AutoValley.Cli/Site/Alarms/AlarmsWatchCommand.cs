using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Site.Alarms;

/// <summary><c>site alarms watch</c>: the open alarms, then every change.</summary>
internal sealed class AlarmsWatchCommand : RemoteCommand
{
    private readonly Option<string> organisation = SiteArguments.View();
    private readonly Option<bool> once = new("--once") { Description = "End after the alarms that are open now" };
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public AlarmsWatchCommand(Host host, GlobalOptions global)
        : base("watch", "The open alarms, then what changes. Ends on Ctrl-C.", host, global)
    {
        foreach (var option in new Option[] { organisation, once, format })
            Add(option);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var request = new WatchAlarmsRequest { Organisation = parsed.GetRequiredValue(organisation), HeartbeatMillis = LivingStream.HeartbeatMillis };
        using var call = server.Site.WatchAlarms(request, server.Streaming);
        var rows = Rows.Live(Host, parsed.GetValue(format), "time", "id", "state", "severity", "kind", "text", "what", "by", "note");
        while (await LivingStream.NextAsync(call.ResponseStream, server.Stop) is { } response)
        {
            if (response.Snapshot is { FellBehind: true })
                await Host.Error.WriteLineAsync("autovalley: too slow for all changes; these are all open alarms again");
            if (response.Heartbeat is { NotRaised: > 0 } beat)
                await Host.Error.WriteLineAsync($"autovalley: {beat.NotRaised} more have no alarm, as there are as many as may be");
            foreach (var alarm in response.Snapshot?.Alarms ?? response.Changes?.Alarms ?? [])
                Write(rows, alarm);
            await Host.Output.FlushAsync(CancellationToken.None);
            if (parsed.GetValue(once) && response.Snapshot is not { More: true })
                break;
        }
        rows.End();
    }

    private static void Write(IRows rows, Alarm alarm)
    {
        var last = alarm.Transitions.LastOrDefault() ?? new AlarmTransition();
        rows.Write(
            Cell.TimeOrMissing(last.Time), alarm.Id, EnumWords.Of(alarm.State), EnumWords.Of(alarm.Severity), EnumWords.Of(alarm.Kind), alarm.Text,
            EnumWords.Of(last.Action), last.Person, last.Note);
    }
}
