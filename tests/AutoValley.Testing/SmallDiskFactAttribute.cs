using System.Diagnostics;
using Xunit;

namespace AutoValley.Testing;

/// <summary>A fact that needs a disk which can be filled (<see cref="SmallDisk"/>): skipped, with the reason, where none can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    /// <summary>Tries it once.</summary>
    /// <param name="tools">Programs that it needs besides, as of <see cref="ToolFactAttribute"/>.</param>
    public SmallDiskFactAttribute(params string[] tools) =>
        (Tools, Skip) = (tools, SmallDisk.IsPossible ? new ToolFactAttribute(tools).Skip : "needs to mount a tmpfs (root)");

    /// <summary>Programs, all of them needed.</summary>
    public IReadOnlyList<string> Tools { get; }
}

/// <summary>A file system in memory of a few MiB, unmounted when this is disposed.</summary>
public sealed class SmallDisk : IDisposable
{
    private static readonly Lazy<bool> Possible = new(() =>
    {
        try
        {
            using var disk = new SmallDisk(1);
            return true;
        }
        catch (Exception failure) when (failure is IOException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("autovalley-disk-");

    /// <exception cref="IOException">It cannot be mounted.</exception>
    public SmallDisk(int mebibytes)
    {
        if (Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", Folder) == 0)
            return;
        folder.Delete();
        throw new IOException($"no tmpfs could be mounted at {Folder}");
    }

    /// <summary>Whether this process may mount one.</summary>
    public static bool IsPossible => Possible.Value;

    /// <summary>Where it is mounted.</summary>
    public string Folder => folder.FullName;

    private string Ballast => Path.Combine(Folder, "ballast");

    /// <summary>Takes all space that is left.</summary>
    public void Fill()
    {
        using var ballast = File.OpenHandle(Ballast, FileMode.Append, FileAccess.Write);
        var block = new byte[4096];
        for (var at = RandomAccess.GetLength(ballast); ; at += block.Length)
        {
            try
            {
                RandomAccess.Write(ballast, block, at);
            }
            catch (IOException)
            {
                return;
            }
        }
    }

    /// <summary>Gives it back.</summary>
    public void Free() => File.Delete(Ballast);

    /// <summary>Unmounts it, whoever still has files open on it.</summary>
    public void Dispose()
    {
        Run("umount", "-l", Folder);
        folder.Delete();
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
