using AutoValley.Testing;

namespace AutoValley.Tidy.Tests.Contracts;

/// <summary>The public contracts by the rules of buf, and against those that were given out: who was built on them goes on working.</summary>
public sealed class ProtosTests
{
    private const string Folder = "tests/AutoValley.Tidy.Tests/Contracts/node";

    private static readonly string Buf = Path.Combine(SharedData.RepositoryRoot, Folder, "node_modules/.bin/buf");
    private static readonly string Protos = Path.Combine(SharedData.RepositoryRoot, "protos");
    private static readonly string Contract = Path.Combine(Protos, "contract.binpb");

    [NodeFact(Folder)]
    public async Task Lint_OfContracts_FindsNothing() => await ForeignProgram.RunAsync("", Buf, "lint", Protos);

    [NodeFact(Folder)]
    public async Task Breaking_AgainstTheGivenContract_FindsNothing() =>
        await ForeignProgram.RunAsync("", Buf, "breaking", Protos, "--against", Contract);

    [NodeFact(Folder)]
    public async Task Breaking_OfAFieldWithAnotherNumber_IsFound()
    {
        var copy = Directory.CreateTempSubdirectory("autovalley-test-");
        try
        {
            foreach (var file in Directory.EnumerateFiles(Protos, "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(copy.FullName, Path.GetRelativePath(Protos, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
            var fleet = Path.Combine(copy.FullName, "autovalley/v1/fleet.proto");
            File.WriteAllText(fleet, File.ReadAllText(fleet).Replace("uint64 samples_sealed = 13;", "uint64 samples_sealed = 130;", StringComparison.Ordinal));

            var (exitCode, output, _) = await ForeignProgram.TryRunAsync("", Buf, "breaking", copy.FullName, "--against", Contract);

            Assert.NotEqual(0, exitCode);
            Assert.Contains("samples_sealed", output, StringComparison.Ordinal);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }
}
