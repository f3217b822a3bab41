namespace AutoValley.Storage.Tests;

/// <summary>When a test seals what it appended.</summary>
public enum Sealed
{
    Not,
    Between,
    AtEnd,
    AfterReopen,
}
