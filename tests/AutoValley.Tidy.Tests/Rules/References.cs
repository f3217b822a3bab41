using AutoValley.Tidy.Tests.Scanning;

namespace AutoValley.Tidy.Tests.Rules;

/// <summary>Who may refer to whom.</summary>
internal static class References
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["AutoValley.Telemetry"] = [],
        ["AutoValley.Mqtt"] = [],
        ["AutoValley.Grpc"] = [],
        ["AutoValley.Mqtt.Server"] = ["AutoValley.Mqtt"],
        ["AutoValley.Grpc.Server"] = ["AutoValley.Grpc"],
        ["AutoValley.Protos"] = ["AutoValley.Grpc"],
        ["AutoValley.Storage"] = ["AutoValley.Telemetry"],
        ["AutoValley.Site"] = ["AutoValley.Telemetry"],
        ["AutoValley.Edge"] = ["AutoValley.Telemetry", "AutoValley.Mqtt", "AutoValley.Protos"],
        ["AutoValley.Cli"] = ["AutoValley.Protos", "AutoValley.Site"],
        ["AutoValley.Server"] =
        [
            "AutoValley.Telemetry", "AutoValley.Mqtt", "AutoValley.Mqtt.Server", "AutoValley.Grpc", "AutoValley.Grpc.Server",
            "AutoValley.Protos", "AutoValley.Storage", "AutoValley.Site", "AutoValley.Edge",
        ],
    };

    /// <summary>Rooms that do with these packages alone.</summary>
    private static readonly Dictionary<string, string[]> Packages = new(StringComparer.Ordinal)
    {
        ["AutoValley.Telemetry"] = [],
        ["AutoValley.Mqtt"] = [],
        ["AutoValley.Grpc"] = ["Google.Api.CommonProtos"],
    };

    /// <summary>Rooms that the web framework may be part of.</summary>
    private static readonly string[] OnKestrel = ["AutoValley.Mqtt.Server", "AutoValley.Grpc.Server", "AutoValley.Server"];

    /// <summary>What a project file of src or edge refers to and may not.</summary>
    public static IEnumerable<Finding> Forbidden(TextFile project)
    {
        var name = Path.GetFileNameWithoutExtension(project.Path);
        if (!Allowed.TryGetValue(name, out var allowed))
        {
            yield return new(project.Path, 1, $"{name} has no place in the table of allowed references");
            yield break;
        }
        foreach (var element in ProjectXml.Elements(project, "ProjectReference", "PackageReference", "FrameworkReference"))
        {
            var what = (string?)element.Attribute("Include") ?? "";
            var target = Path.GetFileNameWithoutExtension(what.Replace('\\', '/'));
            if (element.Name.LocalName == "ProjectReference" && !allowed.Contains(target))
                yield return ProjectXml.At(project, element, $"{name} may not refer to {target}");
            if (element.Name.LocalName == "PackageReference" && Packages.TryGetValue(name, out var packages) && !packages.Contains(what))
                yield return ProjectXml.At(project, element, $"{name} does without {what}");
            if (element.Name.LocalName == "FrameworkReference" && !OnKestrel.Contains(name))
                yield return ProjectXml.At(project, element, $"{name} does without {what}");
        }
        if (!OnKestrel.Contains(name) && ProjectXml.Sdk(project) != "Microsoft.NET.Sdk")
            yield return new(project.Path, 1, $"{name} does without the web framework");
    }

    /// <summary>Versions of packages outside of Directory.Packages.props, and versions in it that are not exact.</summary>
    public static IEnumerable<Finding> LooseVersions(TextFile project)
    {
        var central = project.Name == "Directory.Packages.props";
        foreach (var element in ProjectXml.Elements(project, "PackageReference", "PackageVersion", "GlobalPackageReference"))
        {
            var version = element.Attribute("Version") ?? element.Attribute("VersionOverride");
            var nested = element.Elements().Any(child => child.Name.LocalName is "Version" or "VersionOverride");
            if (!central && (version is not null || nested))
                yield return ProjectXml.At(project, element, $"{element.Attribute("Include")?.Value}: versions belong to Directory.Packages.props");
            if (central && version is not null && !Version.TryParse(version.Value.Split('-')[0], out _))
                yield return ProjectXml.At(project, element, $"{element.Attribute("Include")?.Value}: {version.Value} is not one version");
        }
    }
}
