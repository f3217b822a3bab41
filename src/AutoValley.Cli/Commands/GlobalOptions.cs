using System.CommandLine;
using System.CommandLine.Parsing;

namespace AutoValley.Cli.Commands;

/// <summary>Options of every command.</summary>
internal sealed class GlobalOptions
{
    public const string ServerVariable = "AUTOVALLEY_SERVER";
    public const string DefaultServer = "http://127.0.0.1:8081";

    public GlobalOptions(Host host)
    {
        Server = new("--server")
        {
            Description = $"The server's gRPC address; else what {ServerVariable} says",
            HelpName = "address",
            Recursive = true,
            CustomParser = result => ParseAddress(result, result.Tokens[0].Value),
            DefaultValueFactory = result =>
                ParseAddress(result, host.Variable(ServerVariable) is { Length: > 0 } address ? address : DefaultServer),
        };
        Timeout = CommonOptions.Duration("--timeout", "Give up after this long [30s; query: none]. tail ends then, and that is no failure");
        Timeout.Recursive = true;
    }

    public Option<Uri?> Server { get; }

    /// <summary>Nanoseconds.</summary>
    public Option<long?> Timeout { get; }

    private static Uri? ParseAddress(ArgumentResult result, string text)
    {
        var address = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0)
            return uri;
        result.AddError($"'{text}' is no server address; write http://host:port or https://host:port");
        return null;
    }
}
