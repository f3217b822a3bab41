using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;

namespace AutoValley.EndToEnd.Browser;

/// <summary>A headless browser on one page, with a profile of its own.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    public const string Program = "chromium";

    private readonly DirectoryInfo profile;
    private readonly HostedProcess process;

    private Chromium(DirectoryInfo profile, HostedProcess process) => (this.profile, this.process) = (profile, process);

    /// <summary>What it wrote.</summary>
    public string Output => process.Output;

    public static Chromium Open(Uri page)
    {
        var profile = Directory.CreateTempSubdirectory("autovalley-chromium-");
        return new Chromium(profile, HostedProcess.Start(
            Program,
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--ignore-certificate-errors", $"--user-data-dir={profile.FullName}", page.AbsoluteUri,
            ]));
    }

    public async ValueTask DisposeAsync()
    {
        // By its own leave: its processes end with it then, the last of them a moment after it.
        await process.SignalAsync("TERM");
        await process.ExitCodeAsync();
        await process.DisposeAsync();
        await Eventually.IsTrueAsync(TryDeleteProfile);
    }

    private bool TryDeleteProfile()
    {
        try
        {
            profile.Delete(recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
