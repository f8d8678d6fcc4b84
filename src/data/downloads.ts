/** One file of a data set as it is downloaded. */
export interface Download {
  /** The name it gets in the data folder. */
  readonly file: string;
  readonly address: string;
  /** SHA-256 of the file as kept. */
  readonly sha256: string;
  /** What is done to the downloaded bytes before they are hashed and kept. */
  readonly convert?: 'dry-bean';
}

const UCI = 'https://archive.ics.uci.edu';
const MNIST = 'https://storage.googleapis.com/cvdf-datasets/mnist';
const FASHION = 'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com';

/** What `farfield data pull` can fetch: the official addresses and the hashes of the content. */
export const DOWNLOADS: Readonly<Record<string, readonly Download[]>> = {
  'wine-quality': [
    {
      file: 'winequality-white.csv',
      address: `${UCI}/ml/machine-learning-databases/wine-quality/winequality-white.csv`,
      sha256: '76c3f809815c17c07212622f776311faeb31e87610d52c26d87d6e361b169836',
    },
    {
      file: 'winequality-red.csv',
      address: `${UCI}/ml/machine-learning-databases/wine-quality/winequality-red.csv`,
      sha256: '4a402cf041b025d4566d954c3b9ba8635a3a8a01e039005d97d6a710278cf05e',
    },
  ],
  'dry-bean': [
    {
      file: 'dry-bean.csv',
      address: `${UCI}/static/public/602/dry+bean+dataset.zip`,
      sha256: '9237e8cdc066abe380991c7f80c5045c08dac47fe6cd9764374ef5203cbdc552',
      convert: 'dry-bean',
    },
  ],
  'diabetic-retinopathy': [
    {
      file: 'messidor-features.arff',
      address: `${UCI}/ml/machine-learning-databases/00329/messidor_features.arff`,
      sha256: 'f26adef0a94920205da4eedefbb6ccd730fd4b52a18ac7c01457cc7c1382c0c4',
    },
  ],
  mnist: [
    {
      file: 't10k-images-idx3-ubyte.gz',
      address: `${MNIST}/t10k-images-idx3-ubyte.gz`,
      sha256: '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
    },
    {
      file: 't10k-labels-idx1-ubyte.gz',
      address: `${MNIST}/t10k-labels-idx1-ubyte.gz`,
      sha256: 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
    },
  ],
  'fashion-mnist': [
    {
      file: 'fashion-t10k-images-idx3-ubyte.gz',
      address: `${FASHION}/t10k-images-idx3-ubyte.gz`,
      sha256: '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073',
    },
    {
      file: 'fashion-t10k-labels-idx1-ubyte.gz',
      address: `${FASHION}/t10k-labels-idx1-ubyte.gz`,
      sha256: '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5',
    },
  ],
};
