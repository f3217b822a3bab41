using System.Diagnostics;

namespace AutoValley.EndToEnd.Harness;

/// <summary>A network namespace (iproute2) for the vehicle, and a link to it that can be made slow and lossy, and cut.</summary>
public sealed class NetworkNamespace : IDisposable
{
    // One at a time: its addresses are the same each time.
    private const string Near = "10.213.77.1", Far = "10.213.77.2", Inner = "av0";

    private static readonly Lazy<bool> Possible = new(() =>
    {
        try
        {
            using var probe = new NetworkNamespace();
            return true;
        }
        catch (Exception failure) when (failure is IOException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });

    private readonly string name = $"av-{Environment.ProcessId}";
    private readonly string link = $"av{Environment.ProcessId}";

    /// <exception cref="IOException">It cannot be made.</exception>
    public NetworkNamespace()
    {
        Run("ip", "netns", "add", name);
        try
        {
            Run("ip", "link", "add", "name", link, "type", "veth", "peer", "name", Inner, "netns", name);
            Run("ip", "address", "add", $"{Near}/30", "dev", link);
            Run("ip", "link", "set", link, "up");
            Run("ip", "-n", name, "address", "add", $"{Far}/30", "dev", Inner);
            Run("ip", "-n", name, "link", "set", Inner, "up");
            Run("ip", "-n", name, "link", "set", "lo", "up");
        }
        catch (IOException)
        {
            Run("ip", "netns", "delete", name);
            throw;
        }
    }

    /// <summary>Whether this process may make one.</summary>
    public static bool IsPossible => Possible.Value;

    /// <summary>This side's address.</summary>
    public static string Address => Near;

    /// <summary>What to put before a program that is to run in it.</summary>
    public string[] Prefix => ["ip", "netns", "exec", name];

    /// <summary>
    /// Makes the link as bad as a mobile one: 60 ms and 1 % of packets lost each way, where the kernel has netem; else 3 Mbit/s with so short a queue that
    /// packets wait and are lost in it.
    /// </summary>
    /// <returns>Which it is, for a failure's text.</returns>
    public string Worsen()
    {
        try
        {
            Run("tc", "qdisc", "add", "dev", link, "root", "netem", "delay", "60ms", "10ms", "loss", "1%");
            Run("tc", "-n", name, "qdisc", "add", "dev", Inner, "root", "netem", "delay", "60ms", "10ms", "loss", "1%");
            return "netem";
        }
        catch (IOException)
        {
            Run("tc", "qdisc", "replace", "dev", link, "root", "tbf", "rate", "3mbit", "burst", "4kb", "latency", "60ms");
            Run("tc", "-n", name, "qdisc", "replace", "dev", Inner, "root", "tbf", "rate", "3mbit", "burst", "4kb", "latency", "60ms");
            return "tbf";
        }
    }

    /// <summary>Packets that the vehicle's side of the link lost.</summary>
    public long Lost()
    {
        var words = Run("tc", "-n", name, "-s", "qdisc", "show", "dev", Inner).Split([' ', ',', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
        return long.Parse(words[Array.IndexOf(words, "dropped") + 1], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>From now on nothing passes, and nobody is told.</summary>
    public void Cut() => Run("ip", "-n", name, "link", "set", Inner, "down");

    /// <summary>It passes again.</summary>
    public void Mend() => Run("ip", "-n", name, "link", "set", Inner, "up");

    /// <summary>Takes it away, and the link with it.</summary>
    public void Dispose()
    {
        try
        {
            // The namespace goes when its last process has; the link at once.
            Run("ip", "link", "delete", link);
        }
        finally
        {
            Run("ip", "netns", "delete", name);
        }
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEnd(), process.StandardError.ReadToEnd());
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new IOException($"{program} {string.Join(' ', arguments)}: {error}");
    }
}
