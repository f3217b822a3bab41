using System.Text.RegularExpressions;
using AutoValley.Tidy.Tests.Scanning;

namespace AutoValley.Tidy.Tests.Rules;

/// <summary>What a build machine leaves in files.</summary>
internal static class Machine
{
    // Split, so that this file does not hold what it looks for.
    private static readonly string[] Traces =
    [
        "/wo" + "rk/", "/ro" + "ot/", "/tmp/br" + "ief", "/tmp/ba" + "sh_jobs", "/opt/wh" + "eels",
        "api.nu" + "get.org", "registry.npm" + "js.org", "registry.yarn" + "pkg.com", "py" + "pi.org", "files.python" + "hosted.org",
        "static.cra" + "tes.io", "proxy.go" + "lang.org", "deb.deb" + "ian.org",
    ];

    private static readonly Regex Trace = new(string.Join('|', Traces.Select(Regex.Escape)), RegexOptions.IgnoreCase);

    /// <summary>Paths of a build machine and hosts of package registries.</summary>
    public static IEnumerable<Finding> TracesIn(IEnumerable<TextFile> files) =>
        from file in files
        from finding in file.Matches(Trace, match => $"'{match.Value}' is of a build machine, not of the repository")
        select finding;
}
