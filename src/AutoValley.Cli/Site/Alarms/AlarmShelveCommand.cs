using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Site.Alarms;

/// <summary><c>site alarms shelve</c>: puts an alarm aside for a time.</summary>
internal sealed class AlarmShelveCommand : RemoteCommand
{
    private readonly Argument<ulong> id = SiteArguments.AlarmId();
    private readonly Option<long?> length = CommonOptions.Duration("--for", "How long, e.g. 30m; 8h at most");
    private readonly Option<string> reason = new("--reason") { Description = "Why", HelpName = "text", Required = true };
    private readonly Option<string> person;
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public AlarmShelveCommand(Host host, GlobalOptions global)
        : base("shelve", "Puts an alarm aside for a time; then it is raised again if its condition still holds.", host, global)
    {
        (person, length.Required) = (SiteArguments.Person(host), true);
        Add(id);
        foreach (var option in new Option[] { length, reason, person, format })
            Add(option);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var request = new ShelveAlarmRequest
        {
            Id = parsed.GetValue(id), Until = CommonOptions.Now(Host.Clock) + parsed.GetValue(length)!.Value, Person = parsed.GetRequiredValue(person),
            Reason = parsed.GetRequiredValue(reason),
        };
        var answer = await server.Site.ShelveAlarmAsync(request, server.Unary);
        Rows.WriteRecord(Host, parsed.GetValue(format), AlarmFields.Of(answer.Alarm));
    }
}
