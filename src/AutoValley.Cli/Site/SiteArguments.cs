using System.CommandLine;
using System.Globalization;
using AutoValley.Cli.Rendering;
using AutoValley.Site;
using AutoValley.V1;

namespace AutoValley.Cli.Site;

/// <summary>What several commands of <c>site</c> are told.</summary>
internal static class SiteArguments
{
    /// <summary>A map's file.</summary>
    public static Argument<string> File() => new("file") { Description = "A map: OpenDRIVE, Lanelet2 or GeoJSON" };

    /// <summary>A version; 0 for the active one.</summary>
    public static Argument<uint> Version() => new("version")
    {
        Description = "As site list tells it [the active one]",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => 0,
    };

    /// <summary>Who does it, for the audit.</summary>
    public static Option<string> Person(Host host)
    {
        var option = new Option<string>("--by") { Description = "Who you are, for the audit [the name you are logged in with]", HelpName = "name" };
        if (host.Variable("USER") is { Length: > 0 } user)
            option.DefaultValueFactory = _ => user;
        else
            option.Required = true;
        return option;
    }

    /// <summary>Why.</summary>
    public static Option<string> Note(string description) => new("--note") { Description = description, HelpName = "text", DefaultValueFactory = _ => "" };

    /// <summary>An alarm.</summary>
    public static Argument<ulong> AlarmId() => new("id") { Description = "The alarm's, as site alarms list tells it" };

    /// <summary>Kinds of alarm; none for all.</summary>
    public static Option<string[]> AlarmKinds()
    {
        var option = new Option<string[]>("--kind") { Description = "Of these kinds alone", HelpName = "kind", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        return option.AcceptOnlyFromAmong(EnumWords.All<AlarmKind>());
    }

    /// <summary>A booking.</summary>
    public static Argument<ulong> BookingId() => new("id") { Description = "The booking's, as site bookings list tells it" };

    /// <summary>One zone; empty for all.</summary>
    public static Option<string> Zone() => new("--zone", "-z") { Description = "Of this zone alone", HelpName = "name", DefaultValueFactory = _ => "" };

    /// <summary>Whose view; empty for the site manager's.</summary>
    public static Option<string> View() => new("--organisation") { Description = "What this organisation sees [everything]", HelpName = "name", DefaultValueFactory = _ => "" };

    /// <summary>Where an OpenDRIVE map lies.</summary>
    public static Option<string> GeoReference() => new("--geo-reference")
    {
        Description = "Where the plane of an OpenDRIVE map lies, as a PROJ string, instead of what it says",
        HelpName = "proj",
        DefaultValueFactory = _ => "",
    };

    /// <summary>Reads a map here, as a server would.</summary>
    /// <exception cref="CommandException">It is none; file, line and reason.</exception>
    public static Map Read(string path, string geoReference)
    {
        try
        {
            return MapFile.Read(path, new MapReadOptions { GeoReference = geoReference.Length > 0 ? geoReference : null });
        }
        catch (SiteMapException unusable)
        {
            throw CommandException.Failed(unusable.Message);
        }
    }

    /// <summary>Writes a file, or for <c>-</c> to the output.</summary>
    /// <exception cref="CommandException">It cannot be written.</exception>
    public static void Write(Host host, string path, ReadOnlySpan<byte> bytes)
    {
        if (path == "-")
        {
            host.Output.Write(System.Text.Encoding.UTF8.GetString(bytes));
            return;
        }
        try
        {
            System.IO.File.WriteAllBytes(path, bytes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Failed($"{path}: {failure.Message}");
        }
    }

    /// <summary>The number of a version, where the text is one.</summary>
    public static uint? VersionOf(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
}
