using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Site;

/// <summary><c>site audit</c>: what people did.</summary>
internal sealed class SiteAuditCommand : RemoteCommand
{
    private readonly Option<string> subject = new("--subject") { Description = "Of this alone: a vehicle, 'map 3'", HelpName = "name", DefaultValueFactory = _ => "" };
    private readonly Option<uint?> limit = CommonOptions.Count("--limit", "So many at most, a thousand at most [100]");
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public SiteAuditCommand(Host host, GlobalOptions global)
        : base("audit", "What people did on the site, newest first.", host, global)
    {
        foreach (var option in new Option[] { subject, limit, format })
            Add(option);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var request = new ListAuditRequest { Subject = parsed.GetRequiredValue(subject), PageSize = parsed.GetValue(limit) ?? 0 };
        var answer = await server.Site.ListAuditAsync(request, server.Unary);
        var rows = Rows.To(Host, parsed.GetValue(format), [.. AuditFields.Of(new AuditEntry()).Select(field => field.Name)]);
        foreach (var entry in answer.Entries)
            rows.Write([.. AuditFields.Of(entry).Select(field => field.Value)]);
        rows.End();
    }
}
