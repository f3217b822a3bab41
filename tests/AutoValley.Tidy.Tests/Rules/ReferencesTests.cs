using AutoValley.Tidy.Tests.Scanning;

namespace AutoValley.Tidy.Tests.Rules;

public sealed class ReferencesTests
{
    [Theory]
    [InlineData("Storage", "<ProjectReference Include=\"../AutoValley.Telemetry/AutoValley.Telemetry.csproj\" />", null)]
    [InlineData("Storage", "<ProjectReference Include=\"..\\AutoValley.Site\\AutoValley.Site.csproj\" />", "AutoValley.Storage may not refer to AutoValley.Site")]
    [InlineData("Cli", "<ProjectReference Include=\"../AutoValley.Telemetry/AutoValley.Telemetry.csproj\" />", "AutoValley.Cli may not refer to AutoValley.Telemetry")]
    [InlineData("Mqtt", "<PackageReference Include=\"Any\" />", "AutoValley.Mqtt does without Any")]
    [InlineData("Grpc", "<PackageReference Include=\"Google.Api.CommonProtos\" />", null)]
    [InlineData("Grpc", "<PackageReference Include=\"Any\" />", "AutoValley.Grpc does without Any")]
    [InlineData("Edge", "<FrameworkReference Include=\"Microsoft.AspNetCore.App\" />", "AutoValley.Edge does without Microsoft.AspNetCore.App")]
    [InlineData("New", "", "AutoValley.New has no place in the table of allowed references")]
    public void Forbidden_ReferenceOfAProject_IsFound(string project, string reference, string? told) =>
        Assert.Equal(told is null ? [] : [told], References.Forbidden(Project($"src/AutoValley.{project}.csproj", reference)).Select(finding => finding.What));

    [Theory]
    [InlineData("a.csproj", "<PackageReference Include=\"A\" />", null)]
    [InlineData("a.csproj", "<PackageReference Include=\"A\" Version=\"1.0.0\" />", "A: versions belong to Directory.Packages.props")]
    [InlineData("a.csproj", "<PackageReference Include=\"A\"><Version>1.0.0</Version></PackageReference>", "A: versions belong to Directory.Packages.props")]
    [InlineData("Directory.Build.props", "<PackageReference Include=\"A\" VersionOverride=\"1.0.0\" />", "A: versions belong to Directory.Packages.props")]
    [InlineData("Directory.Packages.props", "<PackageVersion Include=\"A\" Version=\"1.0.0-rc.1\" />", null)]
    [InlineData("Directory.Packages.props", "<PackageVersion Include=\"A\" Version=\"1.*\" />", "A: 1.* is not one version")]
    public void LooseVersions_OfAPackage_AreFound(string path, string reference, string? told) =>
        Assert.Equal(told is null ? [] : [told], References.LooseVersions(Project(path, reference)).Select(finding => finding.What));

    private static TextFile Project(string path, string items) =>
        new(path, $"<Project Sdk=\"Microsoft.NET.Sdk\">\n<ItemGroup>{items}</ItemGroup>\n</Project>");
}
