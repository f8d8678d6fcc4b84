/**
 * AUROC × 100 of paper B's published implementation, run for comparison: data set, detector with or
 * without CEA, scaling factor | one number for each seed.
 *
 * Source: github.com/mazizmalayeri/CEA at commit efec62f, in float32 as shipped; exact brute force in
 * the place of faiss, SciPy's Weibull fit in that of libMR.
 */
export const AUTHORS_RUNS = `
diabetic-retinopathy knn 10 | 57.29 66.47 67.8 64.84 63.29 57.5 60.63 65.92 57.57 65.85
diabetic-retinopathy knn 100 | 56.56 70.98 71.95 67.97 66.16 58.68 61.53 69.77 60.48 69.54
diabetic-retinopathy knn 1000 | 56.54 71.77 71.86 68.78 65.61 58.14 60.93 69.65 60 70.31
diabetic-retinopathy cea:knn 10 | 67.4 73.81 73.43 66.93 66.79 68.27 73.32 70.95 75.77 75.78
diabetic-retinopathy cea:knn 100 | 86.64 88.42 86.55 85.93 86.94 86.14 85.96 87.87 88.17 87.92
diabetic-retinopathy cea:knn 1000 | 90.5 91.72 89.99 90.59 90.61 90.05 90.08 91.29 91.22 91.14
diabetic-retinopathy mds 10 | 84.61 84.51 84.72 84.18 84.63 84.79 84.3 85.44 84.56 84.53
diabetic-retinopathy mds 100 | 89.56 89.33 89.04 89.22 89.54 89.8 89.2 90.13 89.49 89.54
diabetic-retinopathy mds 1000 | 91.37 91.29 90.67 90.95 91.53 91.67 91.29 91.75 91.35 91.18
diabetic-retinopathy cea:mds 10 | 84.07 84.51 83.23 84.09 84.63 84.79 83.42 85.44 82.92 84.53
diabetic-retinopathy cea:mds 100 | 89.43 89.33 88.55 89.19 89.54 89.8 88.88 90.13 88.96 89.54
diabetic-retinopathy cea:mds 1000 | 91.3 91.29 90.48 90.94 91.53 91.67 91.14 91.75 91.1 91.18
diabetic-retinopathy msp 10 | 22.68 28.28 24.66 26.66 27.84 22.78 23.41 26.91 25.81 23.29
diabetic-retinopathy msp 100 | 13.96 16.33 15.13 16.22 16.7 13.83 14.48 15.01 16.65 14.22
diabetic-retinopathy msp 1000 | 10.16 11.87 11.25 11.65 10.45 9.73 10.68 9.84 11.21 11.27
diabetic-retinopathy cea:msp 10 | 47.03 45.53 51.28 36.01 41.47 43.48 60.43 45.14 63.27 59.27
diabetic-retinopathy cea:msp 100 | 80.62 78.55 80.89 77.53 73.91 77.12 82.21 79.53 84.07 82.46
diabetic-retinopathy cea:msp 1000 | 88.15 88.69 88.65 88.13 87.17 87.95 88.81 88.81 90.08 89.64
diabetic-retinopathy openmax 10 | 48.92 59.61 55.05 57.08 55.37 43.68 57.4 51.44 54.62 57.24
diabetic-retinopathy openmax 100 | 75.39 76.79 77.41 79.73 76.67 55.58 77.16 66.36 75.81 81.09
diabetic-retinopathy openmax 1000 | 82.07 78.88 86.38 88.62 84.01 56.69 82.22 69.95 82.54 85.7
diabetic-retinopathy cea:openmax 10 | 54.19 59.93 62.53 57.34 55.37 55.1 66.45 60.39 68.72 68.72
diabetic-retinopathy cea:openmax 100 | 84.09 84.19 82.94 83.25 81.48 80.89 83.45 84.93 85.02 85.05
diabetic-retinopathy cea:openmax 1000 | 88.86 89.35 88.85 89.83 89.88 88.39 89.03 90.47 89.58 89.92
diabetic-retinopathy rmds 10 | 65.86 72.13 68.78 70.89 68.69 71.33 66.49 66.81 67.97 68.78
diabetic-retinopathy rmds 100 | 80.51 85.41 84 86.51 83.99 86.05 83.18 85.56 80.83 84.09
diabetic-retinopathy rmds 1000 | 88.26 91.11 89.88 91.23 86.57 89.1 88.23 91.43 88.36 89.95
diabetic-retinopathy cea:rmds 10 | 67.46 72.92 72.47 71.11 69.17 71.84 69.28 68.58 73.19 72
diabetic-retinopathy cea:rmds 100 | 85.96 87.08 86.08 86.75 86.18 86.43 84.74 86.74 86.04 87.09
diabetic-retinopathy cea:rmds 1000 | 90.1 91.18 90.26 91.22 90.28 90.29 89.63 91.58 90.2 90.77
diabetic-retinopathy ash 10 | 21.97 26.99 24.48 22.8 24.04 24.5 22.3 23.01 24.13 23.59
diabetic-retinopathy ash 100 | 16.42 18.68 14.31 14.37 14.39 13.49 13.43 13.47 13.6 13.37
diabetic-retinopathy ash 1000 | 14.87 15.27 10.13 10.82 9.89 9.71 9.85 9.7 9.7 9.93
diabetic-retinopathy cea:ash 10 | 46.47 44.09 50.95 32.06 37.65 45.27 59.35 43.39 62.26 57.88
diabetic-retinopathy cea:ash 100 | 81.09 77.77 80.95 76.6 71.94 77.38 81.66 78.45 83.27 82
diabetic-retinopathy cea:ash 1000 | 88.59 88.7 88.62 88.12 87.1 88.48 88.72 88.72 89.5 89.65
diabetic-retinopathy dice 10 | 21.12 21.81 23.24 21.03 22.42 22.67 24.62 23.29 24.24 20.07
diabetic-retinopathy dice 100 | 12.4 13.1 13.37 12.84 12.79 11.85 13.77 12.7 12.91 11.81
diabetic-retinopathy dice 1000 | 9.58 9.75 10.01 10.27 9.18 8.67 9.91 9.47 9.2 9.25
diabetic-retinopathy cea:dice 10 | 45.76 40.13 50.04 30.39 36.04 43.48 61.73 44.17 62.83 56.47
diabetic-retinopathy cea:dice 100 | 80.18 77.29 80.2 75.38 71.05 75.94 82.12 77.9 82.88 81.26
diabetic-retinopathy cea:dice 1000 | 88.22 88.44 88.59 87.71 86.44 87.48 88.74 88.54 89.06 89.47
diabetic-retinopathy ebo 10 | 20.76 30.51 24.53 24.44 26.57 29.58 23.5 33.73 25.85 24.69
diabetic-retinopathy ebo 100 | 12.52 19.32 14.07 14.41 17.11 21.24 16.56 26.36 15.79 15.96
diabetic-retinopathy ebo 1000 | 9.35 15.23 9.9 10.77 10.29 18.71 14.86 20.73 10.4 14.07
diabetic-retinopathy cea:ebo 10 | 45.14 47.58 50.98 33.58 40.14 50.24 60.27 45.64 63.38 59.86
diabetic-retinopathy cea:ebo 100 | 80.13 79.09 80.61 76.52 73.67 79.44 81.73 79.89 83.89 82.82
diabetic-retinopathy cea:ebo 1000 | 87.97 88.8 88.44 88.15 87.23 88.93 88.75 88.88 89.86 89.63
diabetic-retinopathy grad-norm 10 | 20.4 23.22 22.35 23.28 23.11 20.85 21.21 22.7 22.33 21.4
diabetic-retinopathy grad-norm 100 | 12.29 13.39 13.13 13.75 13.27 12.04 12.71 13.14 13.32 12.43
diabetic-retinopathy grad-norm 1000 | 9.38 9.84 9.85 10.57 9.65 8.69 9.72 9.52 10.14 9.4
diabetic-retinopathy cea:grad-norm 10 | 44.88 41.36 48.39 32.3 36.64 41.55 58.18 43.06 60.51 57.22
diabetic-retinopathy cea:grad-norm 100 | 80.17 77.52 80.16 76.08 71.11 75.93 81.43 78.22 83.4 81.65
diabetic-retinopathy cea:grad-norm 1000 | 88.11 88.46 88.49 87.94 86.87 87.47 88.64 88.51 90.01 89.55
diabetic-retinopathy gram 10 | 35.1 22.26 24.76 23 21.89 23.37 24.28 21.64 24.32 22.97
diabetic-retinopathy gram 100 | 11.53 11.21 11.72 10.15 9.97 10.55 11.67 8.49 10.37 11.29
diabetic-retinopathy gram 1000 | 5.97 7.79 8.2 7.26 6.44 5.48 7.65 4.91 6.97 7.58
diabetic-retinopathy cea:gram 10 | 53.56 39.21 43.32 30.46 29.74 43.36 59.3 33.7 56.53 57.93
diabetic-retinopathy cea:gram 100 | 50.05 49.72 33.51 44.75 39.95 39.55 58.81 42.25 34.39 64.54
diabetic-retinopathy cea:gram 1000 | 24.55 15.49 7.52 23.4 19.1 8.69 15.17 18.85 12.4 24.81
diabetic-retinopathy klm 10 | 75.9 74.03 74.71 74.88 72.17 76.1 76.35 73.97 72.4 74.11
diabetic-retinopathy klm 100 | 85.89 85.6 85.64 84.85 84.5 85.94 85.97 85.51 82.55 84.81
diabetic-retinopathy klm 1000 | 89.85 89.97 89.63 89.18 90.61 90.26 89.76 90.08 89.03 88.41
diabetic-retinopathy cea:klm 10 | 76.28 74.75 74.54 74.86 72.2 76.15 76.67 76.56 74.05 74.89
diabetic-retinopathy cea:klm 100 | 86.92 86.64 86.12 85.78 85.57 86.27 86.71 86.42 86.34 86.15
diabetic-retinopathy cea:klm 1000 | 90.32 90.37 90.03 89.74 90.99 90.28 90.17 90.61 90.48 90.81
diabetic-retinopathy mls 10 | 21.02 29.66 24.49 25.43 26.94 27.15 23.42 32.66 25.65 23.95
diabetic-retinopathy mls 100 | 12.61 18.73 14.26 14.65 16.65 20.14 16.07 25.86 15.69 15.35
diabetic-retinopathy mls 1000 | 9.39 15.14 10.05 10.74 10.22 18.26 14.64 20.59 10.58 13.82
diabetic-retinopathy cea:mls 10 | 45.2 46.68 50.65 34.53 40.47 47.74 60.09 45.05 63.04 59.18
diabetic-retinopathy cea:mls 100 | 80.21 78.79 80.79 76.72 73.43 78.39 81.93 79.76 83.96 82.49
diabetic-retinopathy cea:mls 1000 | 88.01 88.67 88.56 88.12 87.16 88.65 88.76 88.76 90.01 89.56
diabetic-retinopathy react 10 | 26.68 41.71 47.29 45.51 49.62 53.31 32.84 49.3 37.16 38.64
diabetic-retinopathy react 100 | 22.48 44.61 49.92 43.15 52.84 61.01 27.32 50.05 38.53 39
diabetic-retinopathy react 1000 | 20.5 43.95 48.78 41.04 53.14 61.63 25.08 50.17 38.61 40.7
diabetic-retinopathy cea:react 10 | 48.71 55.74 59.06 48.35 55.32 61.65 61.92 54.7 65.56 64.1
diabetic-retinopathy cea:react 100 | 81.04 83.39 82.55 79.96 82.31 85.07 82.52 82.26 84.93 84.33
diabetic-retinopathy cea:react 1000 | 88.2 89.59 88.85 88.87 89.46 90.08 88.94 89.43 90.11 90.02
diabetic-retinopathy she-euclidean 10 | 77.45 77.96 74.13 77.42 76.91 75.9 74.59 75.74 75.46 76.14
diabetic-retinopathy she-euclidean 100 | 87.96 88.06 86.36 87.41 88.05 87.59 86.41 87.7 87.45 87.42
diabetic-retinopathy she-euclidean 1000 | 90.78 91.29 89.74 90.41 91.51 91.09 89.98 91.31 91.03 90.92
diabetic-retinopathy cea:she-euclidean 10 | 77.48 77.96 74.12 77.42 76.91 75.9 74.6 75.74 75.45 76.14
diabetic-retinopathy cea:she-euclidean 100 | 88 88.06 86.35 87.46 88.05 87.6 86.41 87.7 87.42 87.42
diabetic-retinopathy cea:she-euclidean 1000 | 90.79 91.29 89.74 90.42 91.51 91.09 89.99 91.31 91.02 90.92
diabetic-retinopathy temp-scale 10 | 22.71 28.07 24.55 26.7 27.77 22.61 23.43 26.91 25.82 23.28
diabetic-retinopathy temp-scale 100 | 13.97 15.77 14.52 16.05 16.52 13.41 14.49 15.02 16.65 14.21
diabetic-retinopathy temp-scale 1000 | 10.17 10.99 10.38 11.38 10.19 9.14 10.69 9.84 11.22 11.27
diabetic-retinopathy cea:temp-scale 10 | 47.03 45.52 51.27 36.03 41.45 43.47 60.43 45.14 63.27 59.24
diabetic-retinopathy cea:temp-scale 100 | 80.62 78.55 80.89 77.53 73.91 77.11 82.21 79.53 84.07 82.45
diabetic-retinopathy cea:temp-scale 1000 | 88.15 88.69 88.66 88.14 87.17 87.94 88.81 88.81 90.09 89.64
diabetic-retinopathy vim 10 | 76.47 78.86 78.24 79.74 77.24 73.66 71.67 78.22 72.09 77.25
diabetic-retinopathy vim 100 | 78.54 85.56 82.75 83.1 79.87 73.55 71.47 80.61 72.65 79.02
diabetic-retinopathy vim 1000 | 78.41 87.64 83.55 85.09 80.94 73.2 70.57 81.01 71.56 80.1
diabetic-retinopathy cea:vim 10 | 81.17 82.32 81.17 81.36 79.6 78.14 79.3 82.27 81.22 83.21
diabetic-retinopathy cea:vim 100 | 89.76 90.95 88.48 90 89.88 89.13 88.05 91.2 89.15 89.93
diabetic-retinopathy cea:vim 1000 | 91.57 92.97 90.74 92.11 92.52 91.44 91.15 92.91 91.13 91.95
dry-bean knn 2 | 90.27
dry-bean knn 3 | 96.37
dry-bean knn 4 | 98.16
dry-bean cea:knn 2 | 88.84
dry-bean cea:knn 3 | 94.62
dry-bean cea:knn 4 | 96.72
dry-bean mds 2 | 96.64 97.01 96.59 97.03 96.66
dry-bean mds 3 | 99.28 99.43 99.38 99.45 99.29
dry-bean mds 4 | 99.82 99.88 99.88 99.89 99.81
dry-bean cea:mds 2 | 94.08 94.2 93.94 94.4 95
dry-bean cea:mds 3 | 97.1 97.18 97.12 97.24 97.93
dry-bean cea:mds 4 | 98.21 98.23 98.19 98.3 98.79
dry-bean msp 2 | 47.32 47.9 46.49 48.2 47.32
dry-bean msp 3 | 41.76 40.48 40.25 41.94 41.45
dry-bean msp 4 | 36.2 33.99 34.66 35.56 35.73
dry-bean cea:msp 2 | 63.92 63.63 60.95 63.29 63.21
dry-bean cea:msp 3 | 67.53 69.99 60.87 65.24 62.18
dry-bean cea:msp 4 | 74.86 79.11 66.22 73.75 69.72
dry-bean openmax 2 | 75.06
dry-bean openmax 3 | 84.7
dry-bean openmax 4 | 85.19
dry-bean cea:openmax 2 | 74.4
dry-bean cea:openmax 3 | 83.46
dry-bean cea:openmax 4 | 89.81
dry-bean rmds 2 | 93.64 94.76 94.47 95.17 94.29
dry-bean rmds 3 | 98.06 98.59 98.66 98.85 98.39
dry-bean rmds 4 | 99.01 99.55 99.35 99.48 99.31
dry-bean cea:rmds 2 | 91.6 92.03 91.9 92.71 92.88
dry-bean cea:rmds 3 | 95.96 96.48 96.66 96.57 97.04
dry-bean cea:rmds 4 | 97.34 97.93 97.82 97.8 98.25
dry-bean ash 2 | 34.66 37.55 34.67 34.79 40.22
dry-bean ash 3 | 23.88 27.73 23.53 25.07 29.99
dry-bean ash 4 | 18.09 21.36 15.61 18.38 22.92
dry-bean cea:ash 2 | 53.47 55.74 51.67 53.64 56.99
dry-bean cea:ash 3 | 53.14 60.54 46.92 52.17 51.67
dry-bean cea:ash 4 | 61.69 74.66 50.16 61.73 59.14
dry-bean dice 2 | 29.69 32.91 31.5 32.61 36.57
dry-bean dice 3 | 18.84 22.23 19.71 21.28 25.66
dry-bean dice 4 | 12.61 15.47 12.09 14.04 19.44
dry-bean cea:dice 2 | 48.56 51.26 48.52 51.47 53.35
dry-bean cea:dice 3 | 48.02 55.23 43.09 48.34 47.25
dry-bean cea:dice 4 | 55.98 69.42 46.63 57.32 55.49
dry-bean ebo 2 | 40.46 40.64 38.25 39.17 42.32
dry-bean ebo 3 | 32.02 31.27 29.11 31.2 34.51
dry-bean ebo 4 | 26.39 24.66 21.64 25 28.29
dry-bean cea:ebo 2 | 59.18 58.62 55.15 57.98 59.06
dry-bean cea:ebo 3 | 60.79 63.71 52.39 58.32 56.14
dry-bean cea:ebo 4 | 69.53 76.56 56.09 68.22 64.36
dry-bean grad-norm 2 | 34.11 33.86 32.81 33.75 38.67
dry-bean grad-norm 3 | 23.53 22.76 22.02 21.98 27.42
dry-bean grad-norm 4 | 18.35 16.16 14.45 15.31 20.83
dry-bean cea:grad-norm 2 | 53.1 51.94 49.86 52.66 55.49
dry-bean cea:grad-norm 3 | 53.08 55.54 45.5 49.24 49.18
dry-bean cea:grad-norm 4 | 62.35 69.93 49.2 58.93 57.1
dry-bean gram 2 | 35.25
dry-bean gram 3 | 25.59
dry-bean gram 4 | 21.29
dry-bean cea:gram 2 | 54.9
dry-bean cea:gram 3 | 55.39
dry-bean cea:gram 4 | 64.91
dry-bean klm 2 | 59.6
dry-bean klm 3 | 60.97
dry-bean klm 4 | 60.33
dry-bean cea:klm 2 | 68.54
dry-bean cea:klm 3 | 73.47
dry-bean cea:klm 4 | 80.11
dry-bean mls 2 | 40.58 40.94 38.5 39.42 42.53
dry-bean mls 3 | 32.22 31.62 29.41 31.49 34.77
dry-bean mls 4 | 26.7 25.03 22.03 25.3 28.6
dry-bean cea:mls 2 | 59.29 58.9 55.4 58.22 59.27
dry-bean cea:mls 3 | 60.98 64.01 52.68 58.6 56.39
dry-bean cea:mls 4 | 69.79 76.78 56.48 68.49 64.65
dry-bean react 2 | 58.58 61.49 61.33 58.86 60.13
dry-bean react 3 | 63.17 62.96 63.83 61.9 61.3
dry-bean react 4 | 66.6 65.01 65.61 64.07 62.22
dry-bean cea:react 2 | 67.87 68.71 64.3 65.74 66.77
dry-bean cea:react 3 | 75.95 77.97 69.08 73.32 70.13
dry-bean cea:react 4 | 84.3 86.69 77.32 82.46 80.29
dry-bean she-euclidean 2 | 86.33 88.56 85.19 87.13 86.68
dry-bean she-euclidean 3 | 94.81 95.34 93.63 95.09 94.1
dry-bean she-euclidean 4 | 97.4 97.58 97.15 97.75 96.85
dry-bean cea:she-euclidean 2 | 84.6 86.3 83.31 85.35 85.43
dry-bean cea:she-euclidean 3 | 92.58 92.94 91.32 92.81 92.55
dry-bean cea:she-euclidean 4 | 95.43 95.43 94.87 95.64 95.37
dry-bean temp-scale 2 | 47.16 47.64 46.22 47.81 47.27
dry-bean temp-scale 3 | 41.38 40.16 39.86 41.44 41.31
dry-bean temp-scale 4 | 35.79 33.7 34.14 35.02 35.59
dry-bean cea:temp-scale 2 | 63.92 63.47 60.84 63.14 63.2
dry-bean cea:temp-scale 3 | 67.38 69.8 60.69 65.05 62.1
dry-bean cea:temp-scale 4 | 74.79 79.07 65.94 73.63 69.68
dry-bean vim 2 | 95.22
dry-bean vim 3 | 98.85
dry-bean vim 4 | 99.68
dry-bean cea:vim 2 | 95.83
dry-bean cea:vim 3 | 99.03
dry-bean cea:vim 4 | 99.76
wine-color-with-quality knn 2 | 77.87 77.73 78.48
wine-color-with-quality knn 3 | 85.45 85.73 86.76
wine-color-with-quality knn 4 | 89.02 89.3 90.32
wine-color-with-quality cea:knn 2 | 81.36 79.19 80.94
wine-color-with-quality cea:knn 3 | 90.47 88.02 89.52
wine-color-with-quality cea:knn 4 | 93.77 92.06 93.21
wine-color-with-quality mds 2 | 87.13 86.07 84.97 86.07 83.45 85.42 84.9 85.3
wine-color-with-quality mds 3 | 94.74 94.07 93.29 94.06 92.24 93.64 93.27 93.74
wine-color-with-quality mds 4 | 97.17 96.73 96.27 96.78 95.62 96.36 96.27 96.58
wine-color-with-quality cea:mds 2 | 86.68 85.83 85.01 86.03 83.22 85.15 84.77 85.33
wine-color-with-quality cea:mds 3 | 94.23 93.79 93.23 93.97 91.93 93.31 93.13 93.77
wine-color-with-quality cea:mds 4 | 96.67 96.48 96.2 96.7 95.31 95.96 96.09 96.6
wine-color-with-quality msp 2 | 40.55 42.29 39.8 39.35 42.22 37.35 40.76 41.2
wine-color-with-quality msp 3 | 37.05 38.69 33.38 34.45 37.76 32.27 35.62 39.37
wine-color-with-quality msp 4 | 35.05 35.64 29.62 29.91 34.66 28.02 31.79 35.85
wine-color-with-quality cea:msp 2 | 63.67 57.92 61.36 58.84 58.19 60.46 58.34 59.06
wine-color-with-quality cea:msp 3 | 76.61 64.38 65.42 68.2 59.3 70.94 68.16 66.34
wine-color-with-quality cea:msp 4 | 81.44 74.56 74.03 72.1 65.12 76.69 70.68 73.05
wine-color-with-quality openmax 2 | 61.12 58.42 61.07
wine-color-with-quality openmax 3 | 70.5 66.41 64.9
wine-color-with-quality openmax 4 | 74.41 71.3 68.17
wine-color-with-quality cea:openmax 2 | 64.47 59.62 62.52
wine-color-with-quality cea:openmax 3 | 76.77 70.01 68.57
wine-color-with-quality cea:openmax 4 | 81.44 77.48 76.32
wine-color-with-quality rmds 2 | 75.01 73.44 75.88 74.28 72.78 73.61 73.74 73.73
wine-color-with-quality rmds 3 | 81.73 80.67 83.39 83.6 79.72 82.61 83.2 82.11
wine-color-with-quality rmds 4 | 85.48 86.02 87.19 87.79 83.77 87.28 86.92 85.53
wine-color-with-quality cea:rmds 2 | 76.85 73.94 76.29 75.15 74.52 75.5 74.58 74.74
wine-color-with-quality cea:rmds 3 | 84.41 82.2 83.85 84.23 80.74 85.36 85 83.59
wine-color-with-quality cea:rmds 4 | 88.57 88.67 87.99 88.51 84.44 89.69 89.17 88.56
wine-color-with-quality ash 2 | 39.01 39.85 37.23 36.24 38.87 34.14 37.51 40.07
wine-color-with-quality ash 3 | 33.02 34.26 31.7 29.91 31.97 26.34 32.06 36.52
wine-color-with-quality ash 4 | 29.47 29.78 27.09 24.62 26.59 21.48 27.38 31.49
wine-color-with-quality cea:ash 2 | 61.99 56.37 59.92 56.59 56.82 59.17 56.37 58.16
wine-color-with-quality cea:ash 3 | 72.76 61.48 65.35 65.32 55.61 68.91 66.99 63.93
wine-color-with-quality cea:ash 4 | 76.86 70.98 73.44 69.79 61.77 75.33 69.15 70.03
wine-color-with-quality dice 2 | 37.61 43.35 40.1 38.78 38.93 36.01 36.15 39.8
wine-color-with-quality dice 3 | 31 39.33 36.04 33.62 32.29 30.46 30.34 35.56
wine-color-with-quality dice 4 | 26.23 35.99 32.21 29.44 26.13 26.08 24.75 31.12
wine-color-with-quality cea:dice 2 | 60.99 58.92 62.08 58.05 56.94 59.11 55.04 57.91
wine-color-with-quality cea:dice 3 | 71.53 64.11 67.39 67.17 55.96 67.91 65.37 63.12
wine-color-with-quality cea:dice 4 | 74.78 71.43 73.23 70.26 61.43 73.75 66.78 69.81
wine-color-with-quality ebo 2 | 41.06 41.68 38.56 38.44 41.33 35.48 40.1 41.31
wine-color-with-quality ebo 3 | 37.04 37.63 32.29 32.99 36.29 29.54 34.03 39.4
wine-color-with-quality ebo 4 | 34.39 34.14 27.79 28.21 32.95 24.74 29.91 35.69
wine-color-with-quality cea:ebo 2 | 63.9 57.9 61.07 58.72 58.3 60.11 58.83 59.34
wine-color-with-quality cea:ebo 3 | 76.3 64.11 65.76 68 59.27 70.71 68.59 66.48
wine-color-with-quality cea:ebo 4 | 81.04 74.34 74.06 72.03 65.27 76.5 71.36 72.99
wine-color-with-quality grad-norm 2 | 37.83 39.6 36.19 36.28 38.64 32.89 36.36 39.38
wine-color-with-quality grad-norm 3 | 31.79 34.4 28.99 30.04 31.9 23.88 29.61 35.38
wine-color-with-quality grad-norm 4 | 26.83 29.7 23.16 24.29 25.74 18.92 23.81 30.38
wine-color-with-quality cea:grad-norm 2 | 61.25 56.14 58.94 56.64 56.64 58.26 55.22 57.49
wine-color-with-quality cea:grad-norm 3 | 72.26 61.69 62.78 65.5 55.58 67.21 64.59 62.87
wine-color-with-quality cea:grad-norm 4 | 75.43 70.57 70.04 69.34 61.1 74.27 65.8 69.02
wine-color-with-quality gram 2 | 36.41 39.58 37.79
wine-color-with-quality gram 3 | 30.2 33.23 31.71
wine-color-with-quality gram 4 | 25.2 27.8 25.27
wine-color-with-quality cea:gram 2 | 59.51 56.08 60.51
wine-color-with-quality cea:gram 3 | 70.55 60.24 65.32
wine-color-with-quality cea:gram 4 | 73.9 69.19 71.29
wine-color-with-quality klm 2 | 67.88 64.41 66.89
wine-color-with-quality klm 3 | 71.28 65.63 68.28
wine-color-with-quality klm 4 | 72.73 67.73 71.55
wine-color-with-quality cea:klm 2 | 71.16 66.64 71.39
wine-color-with-quality cea:klm 3 | 76.64 70.29 74.2
wine-color-with-quality cea:klm 4 | 79.77 75.57 80.23
wine-color-with-quality mls 2 | 41.07 41.68 38.55 38.44 41.34 35.48 40.1 41.32
wine-color-with-quality mls 3 | 37.05 37.63 32.29 32.99 36.29 29.54 34.03 39.4
wine-color-with-quality mls 4 | 34.4 34.14 27.79 28.21 32.95 24.74 29.91 35.69
wine-color-with-quality cea:mls 2 | 63.91 57.89 61.07 58.72 58.3 60.11 58.83 59.34
wine-color-with-quality cea:mls 3 | 76.3 64.11 65.76 68 59.27 70.71 68.59 66.48
wine-color-with-quality cea:mls 4 | 81.05 74.34 74.06 72.03 65.27 76.5 71.35 72.98
wine-color-with-quality react 2 | 53.52 44.91 41.82 43.67 46.13 45.1 46.65 44.92
wine-color-with-quality react 3 | 53.46 44.19 40.72 42.44 45.96 43.57 44.55 45.15
wine-color-with-quality react 4 | 54.03 44.14 41.28 40.89 46.14 43.36 42.75 44.31
wine-color-with-quality cea:react 2 | 64.78 58.55 61.65 60.46 59.3 61.03 60.39 60.97
wine-color-with-quality cea:react 3 | 77.43 65.7 68.36 70.49 62.25 72.17 70.41 68.93
wine-color-with-quality cea:react 4 | 82.48 75.97 76.39 74.78 67.43 77.97 73.47 75.08
wine-color-with-quality she-euclidean 2 | 73.68 70.5 76.39 74.28 70.62 70.71 74.08 71.9
wine-color-with-quality she-euclidean 3 | 81.86 78.98 84.02 80.98 77.71 79.07 80.59 79.15
wine-color-with-quality she-euclidean 4 | 86.74 83.61 88.05 85.12 81.57 83.76 83.84 82.96
wine-color-with-quality cea:she-euclidean 2 | 73.64 70.46 76.37 74.23 70.58 70.75 74.04 71.89
wine-color-with-quality cea:she-euclidean 3 | 81.95 78.94 84.01 80.93 77.65 79.21 80.55 79.14
wine-color-with-quality cea:she-euclidean 4 | 86.74 83.67 88.07 85.17 81.5 83.87 83.82 82.96
wine-color-with-quality temp-scale 2 | 40.41 41.66 39.04 38.83 41.95 35.55 39.6 40.99
wine-color-with-quality temp-scale 3 | 36.79 37.68 32.32 33.58 37.4 29.41 33.58 39.07
wine-color-with-quality temp-scale 4 | 34.72 34.2 28.25 28.88 34.21 24.58 29.38 35.42
wine-color-with-quality cea:temp-scale 2 | 63.67 57.87 61.33 58.84 58.27 60.27 58.25 59.07
wine-color-with-quality cea:temp-scale 3 | 76.61 64.24 65.44 68.19 59.4 70.84 68.11 66.35
wine-color-with-quality cea:temp-scale 4 | 81.44 74.46 74.05 72.09 65.27 76.67 70.66 73.06
wine-color-with-quality vim 2 | 81.08 82.5 82.65
wine-color-with-quality vim 3 | 89.53 91.96 91.78
wine-color-with-quality vim 4 | 92.96 95.47 95.15
wine-color-with-quality cea:vim 2 | 82.31 82.72 83.45
wine-color-with-quality cea:vim 3 | 91.97 92.3 92.13
wine-color-with-quality cea:vim 4 | 95.52 95.66 95.38`;
