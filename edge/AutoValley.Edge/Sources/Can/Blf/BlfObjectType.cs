namespace AutoValley.Edge.Sources.Can.Blf;

/// <summary>The objects of a BLF file that are read; all others are passed over.</summary>
internal enum BlfObjectType : uint
{
    CanMessage = 1,
    CanError = 2,
    LogContainer = 10,
    CanErrorExt = 73,
    CanMessage2 = 86,
    CanFdMessage = 100,
    CanFdMessage64 = 101,
    CanFdError64 = 104,
}
