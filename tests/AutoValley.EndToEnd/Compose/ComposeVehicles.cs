using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;

namespace AutoValley.EndToEnd.Compose;

/// <summary>The vehicles of compose/, with the paths and addresses of this machine in place of those of their containers.</summary>
internal sealed class ComposeVehicles : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("autovalley-compose-");

    /// <param name="broker">What stands for mosquitto.</param>
    public ComposeVehicles(string broker)
    {
        Configurations =
        [
            .. Directory.EnumerateFiles(ComposeFile.In("vehicles"), "*.json").Order(StringComparer.Ordinal).Select(path =>
            {
                var name = Path.GetFileNameWithoutExtension(path);
                var text = Replace(File.ReadAllText(path), "mosquitto:1883", broker);
                text = Replace(text, "/usr/share/autovalley", GroundFolder);
                text = Replace(text, "/var/lib/autovalley-edge", Path.Combine(folder.FullName, name));
                var configuration = Path.Combine(folder.FullName, $"{name}.json");
                File.WriteAllText(configuration, text);
                return configuration;
            }),
        ];
    }

    /// <summary>Where the ground lies that images have in <c>/usr/share/autovalley</c>.</summary>
    public static string GroundFolder => Path.Combine(SharedData.RepositoryRoot, "src", "AutoValley.Server", "Demo");

    /// <summary>Their files.</summary>
    public IReadOnlyList<string> Configurations { get; }

    public IEnumerable<HostedProcess> Start() => Configurations.Select(path => HostedProcess.Product("AutoValley.Edge", "run", "--config", path));

    public void Dispose() => folder.Delete(recursive: true);

    private static string Replace(string text, string known, string other)
    {
        Assert.Contains(known, text, StringComparison.Ordinal);
        return text.Replace(known, other, StringComparison.Ordinal);
    }
}
