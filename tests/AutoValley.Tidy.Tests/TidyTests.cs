using AutoValley.Tidy.Tests.Rules;
using AutoValley.Tidy.Tests.Scanning;

namespace AutoValley.Tidy.Tests;

/// <summary>The rules of the house over every file of the repository; each failure lists file, line and what to change.</summary>
public sealed class TidyTests
{
    [Fact]
    public void Files_OfProduct_KeepTheCap() => Finding.AssertNone(Caps.LongFiles(RepositoryFiles.Product));

    [Fact]
    public void Methods_OfProduct_KeepTheCap() => Finding.AssertNone(Caps.LongMethods(RepositoryFiles.Product));

    [Fact]
    public void Parameters_OfProduct_KeepTheCap() => Finding.AssertNone(Caps.LongParameterLists(RepositoryFiles.Product));

    [Fact]
    public void Files_OfProduct_HoldOneTypeEach() => Finding.AssertNone(Caps.CrowdedFiles(RepositoryFiles.Product));

    [Fact]
    public void Classes_OfProduct_AreSealed() => Finding.AssertNone(Declarations.Unsealed(RepositoryFiles.Product));

    [Fact]
    public void Types_OfProduct_ArePartialForGeneratorsAlone() => Finding.AssertNone(Declarations.Partial(RepositoryFiles.Product));

    [Fact]
    public void Code_OfProduct_CallsNothingBanned() => Finding.AssertNone(Banned.Calls(RepositoryFiles.Product));

    [Fact]
    public void Code_Anywhere_MakesNoExcuses() => Finding.AssertNone(Banned.Words(RepositoryFiles.CSharp));

    [Fact]
    public void LogEntries_OfProduct_HaveNumbersOfTheirOwn() => Finding.AssertNone(LogCatalogue.Wrong(RepositoryFiles.Product));

    [Fact]
    public void Files_Tracked_NameNoBuildMachine() => Finding.AssertNone(Machine.TracesIn(RepositoryFiles.Texts));

    [Fact]
    public void Links_InDocuments_Resolve() =>
        Finding.AssertNone(RepositoryFiles.EndingIn(".md").SelectMany(document => Links.Dead(document, RepositoryFiles.Read)));
}
