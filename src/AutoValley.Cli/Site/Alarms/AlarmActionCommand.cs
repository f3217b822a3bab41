using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Site.Alarms;

/// <summary><c>site alarms ack|reset|unshelve</c>: what a person does with an alarm.</summary>
internal sealed class AlarmActionCommand : RemoteCommand
{
    private readonly AlarmAction action;
    private readonly Argument<ulong> id = SiteArguments.AlarmId();
    private readonly Option<string> person;
    private readonly Option<string> note = SiteArguments.Note("What there is to say");
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    private AlarmActionCommand(AlarmAction action, string name, string description, Host host, GlobalOptions global)
        : base(name, description, host, global)
    {
        (this.action, person) = (action, SiteArguments.Person(host));
        Add(id);
        foreach (var option in new Option[] { person, note, format })
            Add(option);
    }

    public static AlarmActionCommand Acknowledge(Host host, GlobalOptions global) =>
        new(AlarmAction.Acknowledge, "ack", "Says that you know of an alarm.", host, global);

    public static AlarmActionCommand Reset(Host host, GlobalOptions global) =>
        new(AlarmAction.Reset, "reset", "Lets a latched alarm go, whose condition is gone and which was acknowledged.", host, global);

    public static AlarmActionCommand Unshelve(Host host, GlobalOptions global) =>
        new(AlarmAction.Unshelve, "unshelve", "Takes an alarm back that was put aside.", host, global);

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var (alarm, by, why) = (parsed.GetValue(id), parsed.GetRequiredValue(person), parsed.GetRequiredValue(note));
        var now = action switch
        {
            AlarmAction.Acknowledge => (await server.Site.AcknowledgeAlarmAsync(new AcknowledgeAlarmRequest { Id = alarm, Person = by, Note = why }, server.Unary)).Alarm,
            AlarmAction.Reset => (await server.Site.ResetAlarmAsync(new ResetAlarmRequest { Id = alarm, Person = by, Note = why }, server.Unary)).Alarm,
            _ => (await server.Site.UnshelveAlarmAsync(new UnshelveAlarmRequest { Id = alarm, Person = by, Note = why }, server.Unary)).Alarm,
        };
        Rows.WriteRecord(Host, parsed.GetValue(format), AlarmFields.Of(now));
    }
}
