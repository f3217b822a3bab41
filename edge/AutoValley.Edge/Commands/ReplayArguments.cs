using System.CommandLine;
using System.CommandLine.Parsing;
using AutoValley.Edge.Sources.Replay;
using AutoValley.Edge.Spool;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Commands;

/// <summary>The options of <c>replay</c>, and what they say.</summary>
internal sealed class ReplayArguments
{
    private readonly Option<string[]> can = new("--can", "--candump")
    { Description = "A log of CAN buses: candump -L, Vector ASC or BLF, MF4, CSV of python-can; may be repeated.", HelpName = "FILE" };

    private readonly Option<BusDatabase[]> dbc = new("--dbc")
    { Description = "The database of a bus, as the log names the bus; may be repeated, also for one bus.", HelpName = "BUS=FILE", CustomParser = Databases };

    private readonly Option<string[]> gnss = new("--gnss")
    { Description = "A GNSS receiver's log: NMEA 0183 or CSV, plain or gzip; may be repeated.", HelpName = "FILE" };

    private readonly Option<string?> map = new("--map")
    { Description = "A mapping file: gives signals VSS paths and units. Without it they are CAN.<message>.<signal>.", HelpName = "FILE" };

    private readonly Option<string?> vss = new("--vss")
    { Description = "A VSS catalogue as JSON: paths, types and units of the mapping are checked against it, and values converted to its units.", HelpName = "FILE" };

    private readonly Option<ReplaySpeed> speed = new("--speed")
    { Description = "Recorded seconds a second, or max.", HelpName = "1|10|max", CustomParser = Speed, DefaultValueFactory = _ => ReplaySpeed.Recorded };

    private readonly Option<bool> now = new("--now")
    { Description = "Shift all times so that the recording begins now." };

    private readonly Option<VehicleName> vehicle = new("--vehicle")
    { Description = "Whose drive it is.", HelpName = "ORGANISATION/VEHICLE", Required = true, CustomParser = Vehicle };

    private readonly Option<string> server = new("--server")
    { Description = "The server's MQTT port.", HelpName = "HOST:PORT", DefaultValueFactory = _ => "127.0.0.1:1883" };

    private readonly Option<string?> spool = new("--spool")
    { Description = "Folder of batches that are not durable yet; one a vehicle. Without it: autovalley/spool/ORGANISATION/VEHICLE in the user's data folder.", HelpName = "FOLDER" };

    private readonly Option<int> spoolSize = new("--spool-size")
    { Description = "Most MiB of the spool; the oldest batches go when it is full.", HelpName = "MIB", DefaultValueFactory = _ => 1024 };

    private readonly Option<SpoolSync> sync = new("--sync")
    { Description = "When the spool is forced to the disk: with every batch, every second, or when the system likes.", HelpName = "batch|interval|none", CustomParser = Policy, DefaultValueFactory = _ => SpoolSync.Interval };

    private readonly Option<string?> run = new("--run")
    { Description = "Start a run of this name with the first sample and stop it after the last.", HelpName = "NAME" };

    private readonly Option<string?> user = new("--user")
    { Description = "User name for the server.", HelpName = "NAME" };

    private readonly Option<string?> password = new("--password")
    { Description = $"Password for the server; better given in {CommandHost.PasswordVariable}.", HelpName = "WORD" };

    private readonly Option<int> timeout = new("--timeout")
    { Description = "Give up when batches wait and none became durable for so long; 0 is never.", HelpName = "SECONDS", DefaultValueFactory = _ => 0 };

    private readonly Option<bool> verbose = new("--verbose")
    { Description = "Log connections and sessions too, not only what goes wrong." };

    /// <summary>In the order that help lists them.</summary>
    public IEnumerable<Option> All =>
        [vehicle, can, dbc, gnss, map, vss, speed, now, server, user, password, run, spool, spoolSize, sync, timeout, verbose];

    /// <summary>The files to replay.</summary>
    public ReplayInputs Inputs(ParseResult parsed) => new()
    {
        CanLogs = parsed.GetValue(can) ?? [],
        Databases = parsed.GetValue(dbc) ?? [],
        Gnss = parsed.GetValue(gnss) ?? [],
        Mapping = parsed.GetValue(map),
        Vss = parsed.GetValue(vss),
    };

    /// <summary>How to replay them.</summary>
    public ReplayOptions Replay(ParseResult parsed) => new() { Speed = parsed.GetValue(speed), ShiftToNow = parsed.GetValue(now) };

    /// <summary>The agent.</summary>
    /// <exception cref="WrongUseException">There is no folder for the spool.</exception>
    public AgentOptions Agent(ParseResult parsed, Func<string, string?> variable)
    {
        var name = parsed.GetValue(vehicle);
        return new AgentOptions
        {
            Vehicle = name,
            Server = parsed.GetValue(server)!,
            SpoolFolder = parsed.GetValue(spool) ?? DefaultSpool(name),
            SpoolMaximumBytes = (long)parsed.GetValue(spoolSize) << 20,
            SpoolSync = parsed.GetValue(sync),
            UserName = parsed.GetValue(user),
            Password = parsed.GetValue(password) ?? variable(CommandHost.PasswordVariable),
            Run = parsed.GetValue(run),
        };
    }

    /// <summary>Longest time without progress; null for ever.</summary>
    /// <exception cref="WrongUseException">It is negative.</exception>
    public TimeSpan? Patience(ParseResult parsed) => parsed.GetValue(timeout) switch
    {
        0 => null,
        > 0 and var seconds => TimeSpan.FromSeconds(seconds),
        var seconds => throw new WrongUseException($"--timeout {seconds}: not 0 or more seconds"),
    };

    /// <summary>Whether to log what goes well.</summary>
    public bool Verbose(ParseResult parsed) => parsed.GetValue(verbose);

    private static string DefaultSpool(VehicleName vehicle)
    {
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return data.Length > 0
            ? Path.Combine(data, "autovalley", "spool", vehicle.Organisation, vehicle.Vehicle)
            : throw new WrongUseException("this user has no data folder: give one with --spool");
    }

    private static BusDatabase[] Databases(ArgumentResult result) => [.. result.Tokens.Select(token =>
    {
        if (!BusDatabase.TryParse(token.Value, out var database))
            result.AddError($"--dbc {token.Value}: not BUS=FILE");
        return database!;
    })];

    private static ReplaySpeed Speed(ArgumentResult result)
    {
        if (!ReplaySpeed.TryParse(result.Tokens[0].Value, out var speed))
            result.AddError($"--speed {result.Tokens[0].Value}: not max, nor a number from 0.001 to 1000000");
        return speed;
    }

    private static SpoolSync Policy(ArgumentResult result)
    {
        switch (result.Tokens[0].Value)
        {
            case "batch":
                return SpoolSync.EveryBatch;
            case "interval":
                return SpoolSync.Interval;
            case "none":
                return SpoolSync.None;
            default:
                result.AddError($"--sync {result.Tokens[0].Value}: not batch, interval or none");
                return default;
        }
    }

    private static VehicleName Vehicle(ArgumentResult result)
    {
        if (!VehicleName.TryParse(result.Tokens[0].Value, out var vehicle))
            result.AddError($"--vehicle {result.Tokens[0].Value}: not organisation/vehicle, each 1 to 64 of A-Z a-z 0-9 . _ -");
        return vehicle;
    }
}
