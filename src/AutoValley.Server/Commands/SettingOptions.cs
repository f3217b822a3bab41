using System.CommandLine;
using AutoValley.Server.Configuration;
using Microsoft.Extensions.Configuration;

namespace AutoValley.Server.Commands;

/// <summary>The command line's way to the settings: an option for the common ones, <c>--set KEY=VALUE</c> for all.</summary>
internal sealed class SettingOptions
{
    private static readonly string[] Secrets = [BrokerOptionsReader.PasswordKey, InfluxStoreReader.PasswordKey, InfluxStoreReader.TokenKey];

    private readonly List<(Option<string?> Option, string Key)> options = [];
    private readonly Option<bool> insecure = new("--insecure")
    {
        Description = "allow ports on addresses other than loopback: whoever reaches them reads and writes everything",
    };

    private readonly Option<string[]> set = new("--set")
    {
        Description = "any setting, as KEY=VALUE, e.g. Store:SealAge=30s", HelpName = "KEY=VALUE",
    };

    public SettingOptions(Command command)
    {
        Add("--data", "FOLDER", "Data", "where the journal, the catalogue and the sealed days are kept (default: data)");
        Add("--http", "ADDRESS:PORT", "Listen:Http", "health and metrics (default: 127.0.0.1:8080)");
        Add("--grpc", "ADDRESS:PORT", "Listen:Grpc", "gRPC without TLS (default: 127.0.0.1:8081)");
        Add("--mqtt", "ADDRESS:PORT", "Listen:Mqtt", "MQTT 5 and 3.1.1 (default: 127.0.0.1:1883)");
        Add("--mqtt-broker", "ADDRESS", "Broker:Address", "stand behind this MQTT broker: mqtt://[user@]host:port, mqtts:// with TLS; its password comes from AUTOVALLEY__BROKER__PASSWORD");
        Add("--store", "BACKEND", "Store:BackEnd", "where samples are sealed to: sqlite, files in the data folder (default), or influx");
        Add("--influx", "URL", "Influx:Url", "the InfluxDB of --store influx; its token comes from AUTOVALLEY__INFLUX__TOKEN, a password from AUTOVALLEY__INFLUX__PASSWORD");
        foreach (var (option, _) in options)
            command.Options.Add(option);
        command.Options.Add(insecure);
        command.Options.Add(set);
    }

    /// <summary>File, environment and command line; the later wins.</summary>
    /// <exception cref="SettingsException">A <c>--set</c> without '='.</exception>
    public IConfiguration ToConfiguration(ParseResult parsed)
    {
        var given = options.Select(entry => (entry.Key, Value: parsed.GetValue(entry.Option))).Where(entry => entry.Value is not null)
            .ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.OrdinalIgnoreCase);
        foreach (var pair in parsed.GetValue(set) ?? [])
        {
            var split = pair.IndexOf('=');
            if (split <= 0)
                throw new SettingsException([$"--set {pair}: write KEY=VALUE"]);
            if (!ServerOptionsReader.IsSection(pair[..split].Split(':')[0]))
                throw new SettingsException([$"--set {pair}: there is no setting {pair[..split]}"]);
            if (Secrets.FirstOrDefault(key => pair[..split].Equals(key, StringComparison.OrdinalIgnoreCase)) is { } secret)
            {
                throw new SettingsException(
                    [$"{secret} on a command line is read by everybody on this machine: set AUTOVALLEY__{secret.ToUpperInvariant().Replace(":", "__", StringComparison.Ordinal)}"]);
            }
            given[pair[..split]] = pair[(split + 1)..];
        }
        if (parsed.GetValue(insecure))
            given["Listen:Insecure"] = "true";
        try
        {
            return new ConfigurationBuilder().SetBasePath(Directory.GetCurrentDirectory())
                .AddJsonFile("appsettings.json", optional: true)
                .AddEnvironmentVariables("AUTOVALLEY__")
                .AddInMemoryCollection(given).Build();
        }
        catch (InvalidDataException problem)
        {
            throw new SettingsException([$"appsettings.json: {problem.InnerException?.Message ?? problem.Message}"]);
        }
    }

    private void Add(string name, string helpName, string key, string description) =>
        options.Add((new Option<string?>(name) { Description = description, HelpName = helpName }, key));
}
