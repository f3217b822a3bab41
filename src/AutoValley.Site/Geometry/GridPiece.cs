namespace AutoValley.Site.Geometry;

/// <summary>A forward edge and how many times more it is gone forwards than backwards.</summary>
internal readonly record struct GridPiece(GridEdge Edge, int Count);
