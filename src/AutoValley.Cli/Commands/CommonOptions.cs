using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using AutoValley.Cli.Rendering;
using AutoValley.Cli.Time;

namespace AutoValley.Cli.Commands;

/// <summary>Options that several commands have, each made in one way; what cannot be read is wrong use.</summary>
internal static partial class CommonOptions
{
    private const string DefaultOrganisation = "default";

    /// <summary>A vehicle that has to be named.</summary>
    public static Option<string> Vehicle()
    {
        var option = VehicleOrNone("organisation/vehicle, or a vehicle of the organisation 'default'");
        option.Required = true;
        return option;
    }

    /// <summary>A vehicle; null when none is named.</summary>
    public static Option<string> VehicleOrNone(string description) => new("--vehicle", "-v")
    {
        Description = description,
        HelpName = "vehicle",
        CustomParser = result => ParseVehicle(result, result.Tokens[0].Value),
    };

    /// <summary>One or more vehicles.</summary>
    public static Option<string[]> Vehicles(string description) => new("--vehicle", "-v")
    {
        Description = description,
        HelpName = "vehicle",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
        CustomParser = result => [.. Listed(result).Select(text => ParseVehicle(result, text)).Distinct()],
    };

    /// <summary>Any number of vehicles, also all of an organisation.</summary>
    public static Option<string[]> VehiclesOrNone(string description) => new("--vehicle", "-v", "--vehicles")
    {
        Description = description + "; acme/* stands for all of an organisation",
        HelpName = "vehicle",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
        CustomParser = result => [.. Listed(result).Select(text => ParseVehicles(result, text)).Distinct()],
    };

    /// <summary>Any number of signal names, with * and ? for any characters.</summary>
    public static Option<string[]> Signals(string description) => new("--signal", "-s")
    {
        Description = description + "; * stands for any characters",
        HelpName = "name",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
        CustomParser = result => [.. Listed(result).Distinct()],
    };

    public static Option<OutputFormat> Format()
    {
        var option = new Option<OutputFormat>("--format", "-f")
        {
            Description = "table [the default; tab-separated where no terminal is], csv, or json (an object a line)",
            HelpName = "table|csv|json",
        };
        return option.AcceptOnlyFromAmong("table", "csv", "json");
    }

    /// <summary>An instant, in Unix nanoseconds.</summary>
    public static Option<long?> Instant(string name, string description, TimeProvider clock) => new(name)
    {
        Description = description,
        HelpName = "time",
        CustomParser = result => Parse(result, text => InstantText.Parse(text, Now(clock))),
    };

    /// <summary>A length of time longer than 0, in nanoseconds.</summary>
    public static Option<long?> Duration(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "duration",
        CustomParser = result => Parse(result, text => DurationText.Parse(text) is > 0 and var nanos
            ? nanos
            : throw new FormatException($"'{text}' has to be longer than 0")),
    };

    /// <summary>A number of things, 1 or more.</summary>
    public static Option<uint?> Count(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "n",
        CustomParser = result => Parse<uint>(result, text => uint.TryParse(text, out var count) && count > 0
            ? count
            : throw new FormatException($"'{text}' has to be a whole number from 1")),
    };

    /// <summary>Now, in Unix nanoseconds.</summary>
    public static long Now(TimeProvider clock) => (clock.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick;

    private static T? Parse<T>(ArgumentResult result, Func<string, T> read)
        where T : struct
    {
        try
        {
            return read(result.Tokens[0].Value);
        }
        catch (FormatException failure)
        {
            result.AddError($"{((OptionResult)result.Parent!).Option.Name}: {failure.Message}");
            return null;
        }
    }

    private static IEnumerable<string> Listed(ArgumentResult result) =>
        result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static string ParseVehicle(ArgumentResult result, string text)
    {
        var name = text.Contains('/') ? text : $"{DefaultOrganisation}/{text}";
        if (!VehicleName().IsMatch(name))
            result.AddError($"'{text}' is no vehicle; write organisation/vehicle or vehicle, each 1 to 64 of A-Z a-z 0-9 . _ -");
        return name;
    }

    private static string ParseVehicles(ArgumentResult result, string text) =>
        text.EndsWith("/*", StringComparison.Ordinal) && ParseVehicle(result, text.Replace('*', '_')).Length > 0 ? text : ParseVehicle(result, text);

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}/[A-Za-z0-9._-]{1,64}$")]
    private static partial Regex VehicleName();
}
