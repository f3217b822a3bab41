using AutoValley.Tidy.Tests.Rules;
using AutoValley.Tidy.Tests.Scanning;

namespace AutoValley.Tidy.Tests;

/// <summary>Who refers to whom in this repository.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void Projects_OfProduct_ReferToWhatTheyMay()
    {
        var projects = RepositoryFiles.EndingIn(".csproj").Where(project => !project.Path.StartsWith("tests/", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(projects);
        Finding.AssertNone(projects.SelectMany(References.Forbidden));
    }

    [Fact]
    public void Versions_OfPackages_StandInOnePlace() =>
        Finding.AssertNone(RepositoryFiles.EndingIn(".csproj", ".props", ".targets").SelectMany(References.LooseVersions));

    [Fact]
    public void Rooms_OfTheServer_PointInwards() => Finding.AssertNone(ServerRooms.Inward(RepositoryFiles.Product));
}
