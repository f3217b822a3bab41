using System.ComponentModel;
using System.Diagnostics;
using AutoValley.Testing;

namespace AutoValley.Tidy.Tests.Scanning;

/// <summary>The files that belong to the repository: what git tracks or would track, else everything that no build made.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] BuiltFolders = [".git", "bin", "obj", "node_modules", "TestResults", "data"];

    private static readonly Lazy<IReadOnlyList<string>> Paths = new(() => FromGit() ?? FromFolder(SharedData.RepositoryRoot));

    /// <summary>Paths from the root with '/' between folders, in ordinal order.</summary>
    public static IReadOnlyList<string> All => Paths.Value;

    /// <summary>The C# files below src and edge, which the caps bind.</summary>
    public static IReadOnlyList<CSharpFile> Product { get; } = [.. All.Where(IsProduct).Select(LoadCSharp)];

    /// <summary>All C# files.</summary>
    public static IEnumerable<CSharpFile> CSharp => All.Where(path => path.EndsWith(".cs", StringComparison.Ordinal)).Select(LoadCSharp);

    /// <summary>Files whose name ends in one of the endings.</summary>
    public static IEnumerable<TextFile> EndingIn(params string[] endings) =>
        All.Where(path => endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal))).Select(Load);

    /// <summary>Files that hold text, by the first bytes.</summary>
    public static IEnumerable<TextFile> Texts => All.Where(path => !IsBinary(path)).Select(Load);

    /// <summary>The text of a file; empty for a folder; null when there is no such thing in the repository.</summary>
    public static string? Read(string path) =>
        All.Contains(path) ? File.ReadAllText(FullPath(path))
        : path.Length == 0 || All.Any(file => file.StartsWith(path + "/", StringComparison.Ordinal)) ? ""
        : null;

    /// <summary>Where a path of the repository lies on this machine.</summary>
    private static string FullPath(string path) => Path.Combine(SharedData.RepositoryRoot, path);

    private static bool IsProduct(string path) =>
        path.EndsWith(".cs", StringComparison.Ordinal)
        && (path.StartsWith("src/", StringComparison.Ordinal) || path.StartsWith("edge/", StringComparison.Ordinal));

    private static TextFile Load(string path) => new(path, File.ReadAllText(FullPath(path)));

    private static CSharpFile LoadCSharp(string path) => new(path, File.ReadAllText(FullPath(path)));

    private static bool IsBinary(string path)
    {
        using var file = File.OpenRead(FullPath(path));
        Span<byte> start = stackalloc byte[8000];
        return start[..file.Read(start)].Contains((byte)0);
    }

    private static List<string>? FromGit()
    {
        var start = new ProcessStartInfo("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = SharedData.RepositoryRoot,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var git = Process.Start(start)!;
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            var paths = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
            git.WaitForExit();
            return git.ExitCode == 0 && paths.Length > 0 ? Existing(paths) : null;
        }
        catch (Win32Exception)
        {
            return null; // no git here
        }
    }

    private static List<string> Existing(IEnumerable<string> paths) =>
        [.. paths.Distinct(StringComparer.Ordinal).Where(path => File.Exists(FullPath(path))).Order(StringComparer.Ordinal)];

    private static List<string> FromFolder(string root)
    {
        var files = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(path => !path.Split('/').Intersect(BuiltFolders, StringComparer.Ordinal).Any());
        return Existing(files);
    }
}
